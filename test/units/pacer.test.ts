import { Bucket } from '../../plugins/openai/lib/bulk/bucket';
import { createLimit } from '../../plugins/openai/lib/bulk/limit';
import { Pacer } from '../../plugins/openai/lib/bulk/pacer';
import { useTestClock } from '../support/timed-pauses';

jest.mock('node:timers/promises', () => jest.requireActual('../support/timed-pauses'));

const { signal } = new AbortController();
const stated = (limit: number, remaining: number, reset: string) =>
  new Headers({
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': String(remaining),
    'x-ratelimit-reset-requests': reset,
  });

useTestClock(0);

describe('after a request that was refused', () => {
  it('all wait as long as the server says', async () => {
    const pacer = new Pacer();
    pacer.reject(await pacer.admit(1, signal), undefined, 3000);
    expect(pacer.wait(1)).toBe(3000);
  });

  it('all wait a while where it says nothing, longer each time', async () => {
    const pacer = new Pacer();
    pacer.reject(await pacer.admit(1, signal), undefined, undefined);
    expect(pacer.wait(1)).toBe(250);
    jest.advanceTimersByTime(250);
    pacer.reject(await pacer.admit(1, signal), undefined, undefined);
    expect(pacer.wait(1)).toBe(500);
  });

  it('a later and shorter wait opens nothing early', async () => {
    const pacer = new Pacer();
    const [first, second] = [await pacer.admit(1, signal), await pacer.admit(1, signal)];
    pacer.reject(first, undefined, 5000);
    pacer.reject(second, undefined, 100);
    expect(pacer.wait(1)).toBe(5000);
  });

  it('those that were under way with it count once', async () => {
    const pacer = new Pacer();
    const [first, second] = [await pacer.admit(1, signal), await pacer.admit(1, signal)];
    jest.advanceTimersByTime(10);
    pacer.reject(first, undefined, undefined);
    pacer.reject(second, undefined, undefined);
    expect(pacer.wait(1)).toBe(250);
  });
});

describe('a query that waits', () => {
  /** A pacer that has no room for a minute, and the query of another that waits for it. */
  const withFullPacer = async () => {
    const pacer = new Pacer();
    pacer.end(await pacer.admit(1, signal), stated(1, 0, '60s'));
    let isAdmitted = false;
    void pacer.admit(1, signal).then(() => {
      isAdmitted = true;
    });
    return { pacer, isAdmitted: () => isAdmitted };
  };

  it('behind one that has more time ends by its own signal', async () => {
    const { pacer, isAdmitted } = await withFullPacer();
    const stop = new AbortController();
    const second = pacer.admit(1, stop.signal).catch(() => 'ended');
    setTimeout(() => stop.abort(), 300);
    await jest.advanceTimersByTimeAsync(300);
    expect(await second).toBe('ended');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(isAdmitted()).toBe(true);
  });

  it('is asked before each part of the wait whether it goes on', async () => {
    const { pacer } = await withFullPacer();
    const stop = new AbortController();
    const onWait = jest.fn(() => stop.abort());
    await expect(pacer.admit(1, stop.signal, onWait)).rejects.toThrow();
    expect(onWait).toHaveBeenCalledTimes(1);
  });

  it('gives back what it reserved where nothing was sent after all', async () => {
    const pacer = new Pacer();
    pacer.end(await pacer.admit(1, signal), stated(4, 2, '60s'));
    expect(pacer.wait(1)).toBe(0);
    const ticket = await pacer.admit(1, signal);
    jest.advanceTimersByTime(5);
    pacer.cancel(ticket);
    expect(pacer.wait(2)).toBe(0);
    pacer.end(await pacer.admit(1, signal), stated(4, 1, '60s'));
  });

  it('does not shorten the pace of others by a ticket that it returns', async () => {
    const pacer = new Pacer();
    const [first, second] = [await pacer.admit(1, signal), await pacer.admit(1, signal)];
    jest.advanceTimersByTime(1000);
    pacer.end(first);
    const paced = pacer.wait(1);
    pacer.cancel(second);
    expect(pacer.wait(1)).toBe(paced);
  });
});

describe('a server that states no limit', () => {
  it('is sent ten at first, and two more for every response', async () => {
    const pacer = new Pacer();
    const tickets = await Promise.all(Array.from({ length: 10 }, () => pacer.admit(1, signal)));
    let admitted = 0;
    for (const later of [1, 2, 3]) void pacer.admit(later, signal).then(() => (admitted += 1));
    await jest.advanceTimersByTimeAsync(2000);
    expect(admitted).toBe(0);
    const [first] = tickets;
    if (first) pacer.end(first);
    await jest.advanceTimersByTimeAsync(0);
    expect(admitted).toBe(3);
  });

  it('lets nobody wait for longer than their query lasts', async () => {
    const pacer = new Pacer();
    pacer.reject(await pacer.admit(1, signal), undefined, 60_000);
    const query = new AbortController();
    const waiting = pacer.admit(1, query.signal).catch((error: Error) => error.name);
    query.abort();
    expect(await waiting).toBe('AbortError');
  });
});

describe('a server that states its limit', () => {
  it('is sent what is left, but for one in ten', async () => {
    const pacer = new Pacer();
    pacer.end(await pacer.admit(1, signal), stated(10, 3, '10s'));
    await pacer.admit(1, signal);
    await pacer.admit(1, signal);
    expect(pacer.wait(1)).toBeGreaterThan(0);
  });

  it('is sent nothing until it has room again', async () => {
    const pacer = new Pacer();
    pacer.end(await pacer.admit(1, signal), stated(10, 0, '9s'));
    // Nine of ten come back in nine seconds; one is kept for others.
    expect(pacer.wait(1)).toBe(2000);
    jest.advanceTimersByTime(1999);
    expect(pacer.wait(1)).toBeCloseTo(1);
    jest.advanceTimersByTime(1);
    expect(pacer.wait(1)).toBe(0);
  });
});

describe('a bucket', () => {
  it('is open until somebody says how large it is', () => {
    const bucket = new Bucket();
    expect([bucket.isKnown, bucket.wait(1e9, 0)]).toEqual([false, 0]);
    const own = bucket.reserve(1, 0);
    bucket.release(own);
    bucket.learn({ capacity: 100, remaining: 50, resetMs: 49_000 }, own, 0);
    expect(bucket.isKnown).toBe(true);
  });

  it.each([
    [48, 0],
    [49, 1000],
    [58, 10_000],
    [98, 50_000],
    [500, 50_000],
  ])('of 100 with 50 left, which gets one a second, has %i in %i ms', (amount, wait) => {
    const bucket = new Bucket();
    const own = bucket.reserve(1, 0);
    bucket.release(own);
    bucket.learn({ capacity: 100, remaining: 50, resetMs: 49_000 }, own, 0);
    expect(bucket.wait(amount, 0)).toBe(wait);
  });

  it('whose rate nobody knows is full when it is reset', () => {
    const bucket = new Bucket();
    const own = bucket.reserve(1, 0);
    bucket.release(own);
    bucket.learn({ capacity: 10, remaining: 7, resetMs: 5000 }, own, 0);
    expect([6, 7].map(amount => bucket.wait(amount, 0))).toEqual([0, 5000]);
    expect(bucket.wait(9, 4999)).toBe(1);
    expect(bucket.wait(9, 5000)).toBe(0);
    const pending = bucket.reserve(1, 0);
    expect(bucket.wait(9, 1)).toBe(50);
    bucket.release(pending);
  });

  it('believes no older response than it has', () => {
    const bucket = new Bucket();
    const [first, second] = [bucket.reserve(1, 0), bucket.reserve(1, 0)];
    for (const each of [first, second]) bucket.release(each);
    bucket.learn({ capacity: 100, remaining: 40, resetMs: 59_000 }, second, 10);
    bucket.learn({ capacity: 100, remaining: 90, resetMs: 9000 }, first, 10);
    expect(bucket.wait(60, 10)).toBeGreaterThan(0);
  });

  it('that was found empty has nothing', () => {
    const bucket = new Bucket();
    const own = bucket.reserve(1, 0);
    bucket.release(own);
    bucket.learn({ capacity: 100, remaining: 50, resetMs: 49_000 }, own, 0);
    bucket.empty(0);
    expect(bucket.wait(1, 0)).toBe(3000);
  });
});

it('no more than so many work at a time, in the order in which they came', async () => {
  const limit = createLimit(2);
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) =>
    limit(async () => {
      log.push(name);
      await new Promise<void>(resolve => ends.push(resolve));
    });
  const all = ['a', 'b', 'c', 'd'].map(work);
  await jest.advanceTimersByTimeAsync(0);
  expect(log).toEqual(['a', 'b']);
  ends.shift()?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(log).toEqual(['a', 'b', 'c']);
  for (let left = 3; left > 0; left -= 1) {
    ends.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
  }
  await Promise.all(all);
  expect(log).toEqual(['a', 'b', 'c', 'd']);
});
