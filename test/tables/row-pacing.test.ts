import { Bucket } from '../../plugins/openai/lib/bulk/bucket';
import { AdaptiveConcurrency, readConcurrency, shareConcurrency } from '../../plugins/openai/lib/bulk/concurrency';
import { createLimit } from '../../plugins/openai/lib/bulk/limit';
import { Pacer, type Ticket, withPacer } from '../../plugins/openai/lib/bulk/pacer';
import { RunClock } from '../../plugins/openai/lib/bulk/run-clock';
import { follow } from '../../plugins/openai/lib/bulk/typical-duration';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { useTestClock } from '../support/timed-pauses';
import { Page, plainText, show } from './lines';

jest.mock('node:timers/promises', () => jest.requireActual('../support/timed-pauses'));

/** How fast rows are sent: what a server's limits leave, how many at a time, and how long each waits. */

expect.addSnapshotSerializer(plainText);

useTestClock(0.5);

const round = (value: number) => Math.round(value * 1000) / 1000;

it('how many rows at a time', () => {
  const stated = [undefined, 1, 7, 100].flatMap(each => [readConcurrency(each, false), readConcurrency(each, true)]);
  const shared = [1, 2, 3, 5, 20].flatMap(runs =>
    [stated[0], stated[1], stated[2]].map(each => each && `${runs}: ${show(shareConcurrency(each, runs))}`)
  );
  expect(new Page([...stated.map(show), ...shared.map(String)])).toMatchSnapshot();
});

it('how many rows at a time after each response', () => {
  const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);
  /** Durations of responses, and with a minus the time of a request that was rejected 100 ms later. */
  const runs: Record<string, number[]> = {
    steady: times(8, 500),
    fast: times(4, 3),
    'just slow enough': times(4, 16),
    'just too fast': times(4, 15),
    'slower after the first round': [...times(4, 100), 1500, 1500, 1500, 100],
    'twice as slow after the first round': [...times(4, 100), ...times(4, 200)],
    'slower and slower': [100, 200, 300, 400, 500, 600, 700, 800, 900],
    rejected: [500, 500, -1000, 500, 500, -1050, 500, -1101, -1102, 500],
    'rejected at first': [-1000, 500, 500, 500, 500],
    'rejected again and again': [-1000, -1200, -1400, -1600, 500],
  };
  const lines = [
    { first: 4, most: 20 },
    { first: 4, most: 9 },
    { first: 1, most: 3 },
    { first: 5, most: 5 },
  ].flatMap(range =>
    Object.entries(runs).map(([name, run]) => {
      const concurrency = new AdaptiveConcurrency(range);
      const limits = run.map(each => {
        if (each < 0) concurrency.reject(-each, 100 - each);
        else concurrency.respond(each);
        return concurrency.limit;
      });
      return `${range.first} to ${range.most}, ${name}: ${limits.join(' ')}, ${round(concurrency.typicalMs)} ms`;
    })
  );
  expect(new Page(lines)).toMatchSnapshot();
});

it('the typical duration', () => {
  expect([follow(0, 100), follow(100, 200), follow(100, 0), follow(0, 0)]).toEqual([100, 120, 80, 0]);
});

it('what a bucket leaves, by what the server states', () => {
  const lines: string[] = [];
  for (const capacity of [1, 4, 10, 15, 100])
    for (const remaining of new Set([0, 1, Math.max(0, capacity - 4), Math.max(0, capacity - 3), capacity]))
      for (const resetMs of [0, 6000]) {
        const bucket = new Bucket();
        const own = bucket.reserve(1, 0);
        bucket.release(own);
        bucket.learn({ capacity, remaining, resetMs }, own, 100);
        const waits = [0, 1, 2, 200].map(amount => round(bucket.wait(amount, 100)));
        const later = [2000, 6099, 6100, 20_000].map(at => round(bucket.wait(capacity, at)));
        lines.push(`${remaining} of ${capacity}, full in ${resetMs}: ${waits.join(' ')}; later ${later.join(' ')}`);
      }
  expect(new Page(lines)).toMatchSnapshot();
});

it('what a bucket leaves, by what was sent', () => {
  const lines: string[] = [];
  const tell = (name: string, use: (bucket: Bucket) => unknown, at: number) => {
    const bucket = new Bucket();
    use(bucket);
    lines.push(`${name}: ${[1, 20, 50, 88, 95].map(amount => round(bucket.wait(amount, at))).join(' ')}`);
  };
  const half = { capacity: 100, remaining: 50, resetMs: 49_000 };
  const first = (bucket: Bucket) => {
    const own = bucket.reserve(1, 0);
    bucket.release(own);
    bucket.learn(half, own, 1000);
    return bucket;
  };
  tell('half', first, 1000);
  tell('half, a second later', first, 2000);
  tell('reserved since', bucket => void first(bucket).reserve(30, 1000), 1000);
  tell('reserved later', bucket => void first(bucket).reserve(30, 3000), 3000);
  tell('reserved and released', bucket => first(bucket).release(bucket.reserve(30, 1000)), 1000);
  tell('emptied', bucket => void first(bucket).empty(1000), 1000);
  tell(
    'emptied below zero',
    bucket => {
      first(bucket).reserve(60, 1000);
      bucket.empty(1000);
    },
    1000
  );
  tell('emptied, and nobody knows', bucket => bucket.empty(1000), 1000);
  const twice =
    (limit: typeof half, isOlder = false) =>
    (bucket: Bucket) => {
      const [one, other] = [bucket.reserve(1, 0), bucket.reserve(10, 500)];
      for (const each of [one, other]) bucket.release(each);
      bucket.learn(half, isOlder ? other : one, 1000);
      bucket.learn(limit, isOlder ? one : other, 2000);
    };
  for (const isOlder of [false, true]) {
    tell(`then more, ${isOlder}`, twice({ ...half, remaining: 90 }, isOlder), 2000);
    tell(`then less, ${isOlder}`, twice({ ...half, remaining: 10 }, isOlder), 2000);
    tell(`then slower, ${isOlder}`, twice({ ...half, resetMs: 98_000 }, isOlder), 2000);
    tell(`then faster, ${isOlder}`, twice({ ...half, resetMs: 4900 }, isOlder), 2000);
    tell(`then of another size, ${isOlder}`, twice({ capacity: 200, remaining: 60, resetMs: 20_000 }, isOlder), 2000);
  }
  tell(
    'others are under way',
    bucket => {
      const [one] = [bucket.reserve(1, 0), bucket.reserve(10, 100), bucket.reserve(10, 200)];
      bucket.release(one);
      bucket.learn(half, one, 1000);
    },
    1000
  );
  tell(
    'of an unknown rate, others under way',
    bucket => {
      const [one] = [bucket.reserve(1, 0), bucket.reserve(10, 100)];
      bucket.release(one);
      bucket.learn({ ...half, remaining: 97 }, one, 1000);
    },
    1000
  );
  expect(new Page(lines)).toMatchSnapshot();
});

const limits = (unit: string, [limit, left, reset]: string[]) => ({
  [`x-ratelimit-limit-${unit}`]: limit ?? '',
  [`x-ratelimit-remaining-${unit}`]: left ?? '',
  [`x-ratelimit-reset-${unit}`]: reset ?? '',
});

/**
 * What a pacer does: `+` lets milliseconds pass, `admit` asks for a request of so many tokens, `end` and `reject` return the
 * ticket of the one with this number, with limits of requests or tokens or the wait that the server states.
 */
async function tellPacer(steps: string[]): Promise<string[]> {
  const pacer = new Pacer();
  const started = performance.now();
  const tickets: Ticket[] = [];
  const waits: string[] = [];
  const query = new AbortController();
  for (const step of steps) {
    const [what = '', which = '', ...more] = step.split(' ');
    const ticket = tickets[Number(which)];
    const headers = new Headers(
      Object.assign(
        {},
        ...more
          .filter(one => one.includes('/'))
          .map(one => limits(one.startsWith('t') ? 'tokens' : 'requests', one.slice(2).split('/')))
      )
    );
    const wait = more.find(one => /^\d+$/.test(one));
    if (what.startsWith('+')) await jest.advanceTimersByTimeAsync(Number(what));
    else if (what === 'admit')
      void pacer.admit(Number(which), query.signal).then(
        one => tickets.push(one),
        () => undefined
      );
    else if (what === 'end' && ticket) pacer.end(ticket, headers);
    else if (what === 'reject' && ticket) pacer.reject(ticket, headers, wait === undefined ? undefined : Number(wait));
    else waits.push(`${step} is too early`);
    await jest.advanceTimersByTimeAsync(0);
    const at = Math.round(performance.now() - started);
    waits.push(`${step}: ${tickets.length} at ${at}, then ${round(pacer.wait(1))}, ${round(pacer.wait(1000))}`);
  }
  query.abort();
  return waits;
}

const admit = (count: number, tokens = 1) => Array.from({ length: count }, () => `admit ${tokens}`);

it.each<[string, string[]]>([
  [
    'responses without limits',
    ['admit 1', '+100', 'end 0', 'admit 1', '+100', 'end 1', 'admit 1', 'admit 1', '+50', '+200'],
  ],
  [
    'ten at first, then two more for each',
    [...admit(13), '+100', 'end 0', '+3', '+3', 'end 1', '+20', 'end 2', 'end 3', '+20', ...admit(10), '+500'],
  ],
  ['limits of requests', ['admit 1', '+100', 'end 0 r:10/4/6s', ...admit(5), '+1000', '+3000', ...admit(12), '+60000']],
  [
    'limits of tokens',
    ['admit 900', '+100', 'end 0 t:1000/100/900ms', 'admit 500', '+100', '+300', '+300', 'admit 1000', '+2000'],
  ],
  ['a limit with nothing left', ['admit 1', '+100', 'end 0 r:100/0/10s', 'admit 1', '+100', '+300', '+1000']],
  ['rejections that state a wait', ['admit 1', '+100', 'reject 0 2000', 'admit 1', '+1999', '+1', '+100', 'end 1']],
  [
    'rejections that state none',
    [
      'admit 1',
      '+10',
      'reject 0',
      '+250',
      ...[
        'admit 1',
        '+10',
        'reject 1',
        '+500',
        'admit 1',
        '+10',
        'reject 2',
        '+1000',
        'admit 1',
        '+10',
        'reject 3',
        '+2000',
        'admit 1',
        '+10',
        'reject 4',
        '+4000',
        'admit 1',
        '+10',
        'reject 5',
        '+8000',
        'admit 1',
        '+10',
        'reject 6',
        '+8000',
        'admit 1',
        '+10',
        'end 7',
        'admit 1',
        '+10',
        '+5000',
        'reject 8',
        '+100',
      ],
    ],
  ],
  [
    'a rejection halves the window',
    [...admit(12), '+100', 'reject 0 50', '+60', ...admit(4), 'end 1', '+100', '+100', 'end 2', '+1000'],
  ],
  [
    'a rejection among answers',
    [
      'admit 1',
      '+100',
      'end 0',
      ...admit(4),
      '+200',
      'end 1',
      'end 2',
      'reject 3 10',
      '+20',
      ...admit(6),
      '+50',
      '+50',
      '+50',
      '+500',
    ],
  ],
  [
    'two rejections show the rate',
    [
      ...['admit 1', '+100', 'end 0', ...admit(2), '+100', 'reject 1 1', '+10', 'end 2', ...admit(4), '+1000'],
      ...['end 3', 'end 4', '+300', 'reject 5 1', '+10', ...admit(4), '+400', 'end 6', '+400', 'end 7', '+400'],
    ],
  ],
  [
    'rejections of requests sent before',
    [...admit(3), '+100', 'reject 0 100', 'reject 1 50', 'reject 2 300', '+299', '+1'],
  ],
  [
    'a rejection with limits',
    ['admit 1', '+100', 'end 0 r:10/9/6s', 'admit 1', '+10', 'reject 1 0 r:10/0/6s', '+0', 'admit 1', '+3000', '+3000'],
  ],
])('when requests may be sent: %s', async (_, steps) => {
  expect(new Page(await tellPacer(steps))).toMatchSnapshot();
});

it('one pacer for all queries of an account and model, while any of them runs', async () => {
  const connection = { ...readConnection({ apiKey: 'sk-test' }, '2026-11-02'), apiKey: 'sk-a' };
  const seen = new Map<Pacer, string[]>();
  const note = (name: string) => async (pacer: Pacer) => {
    seen.set(pacer, [...(seen.get(pacer) ?? []), name]);
  };
  await withPacer(connection, 'm', async pacer => {
    await note('first')(pacer);
    await withPacer(connection, 'm', note('the same'));
    await withPacer({ ...connection, timeoutSeconds: 7 }, 'm', note('another timeout'));
    await withPacer(connection, 'n', note('another model'));
    await withPacer({ ...connection, apiKey: 'sk-b' }, 'm', note('another key'));
    await withPacer({ ...connection, baseUrl: 'https://a.invalid' }, 'm', note('another server'));
    await withPacer({ ...connection, organizationId: 'o' }, 'm', note('another organization'));
    await withPacer({ ...connection, projectId: 'p' }, 'm', note('another project'));
    await withPacer(connection, 'm', note('still the same'));
  });
  await withPacer(connection, 'm', note('later'));
  await withPacer(connection, 'm', async () => Promise.reject(new Error('No'))).catch(() => undefined);
  await withPacer(connection, 'm', note('after an error'));
  expect([...seen.values()]).toEqual([
    ['first', 'the same', 'another timeout', 'still the same'],
    ['another model'],
    ['another key'],
    ['another server'],
    ['another organization'],
    ['another project'],
    ['later'],
    ['after an error'],
  ]);
});

it('no more at a time, also after it was idle, and after a failure', async () => {
  const limit = createLimit(2);
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const work = () =>
    limit(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>(resolve => ends.push(resolve));
      running -= 1;
    });
  for (const count of [1, 3, 5]) {
    const all: Promise<unknown>[] = Array.from({ length: count }, work);
    all.push(expect(limit(() => Promise.reject(new Error('No')))).rejects.toThrow('No'));
    await jest.advanceTimersByTimeAsync(0);
    while (running > 0) {
      ends.shift()?.();
      await jest.advanceTimersByTimeAsync(0);
    }
    await Promise.all(all);
  }
  expect(most).toBe(2);
});

it('the end of a run', () => {
  const query = new AbortController();
  const clocks = [0, 1000, 5000, 5001, 60_000].map(ms => new RunClock({ signal: query.signal, remaining: () => ms }));
  expect(clocks.map(clock => clock.left())).toEqual([0, 900, 4500, 4501, 59_500]);
  jest.advanceTimersByTime(10);
  expect(clocks.map(clock => clock.left())).toEqual([-10, 890, 4490, 4491, 59_490]);
  const tell = () =>
    clocks.map(({ signal, preparing, isLate }) => [signal.aborted, preparing.aborted, isLate].map(Number).join(''));
  clocks[1]?.end();
  clocks[2]?.halt();
  expect(tell()).toEqual(['000', '111', '010', '000', '000']);
  query.abort();
  expect(tell()).toEqual(['110', '111', '110', '110', '110']);
});
