import { runMany } from '../../plugins/openai/lib/bulk/bulk-run';
import { readConcurrency } from '../../plugins/openai/lib/bulk/concurrency';
import { Pacer } from '../../plugins/openai/lib/bulk/pacer';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import type { Call } from '../../plugins/openai/lib/operation';
import { passTimers, useTestClock } from '../support/timed-pauses';

jest.mock('node:timers/promises', () => jest.requireActual('../support/timed-pauses'));

/** A server, and what it has seen. */
interface Server {
  /** Milliseconds that it takes for a request, of which so many are there; or the error that it returns at once. */
  take(atOnce: number): { ms: number; headers: Headers } | ApiError;
}

const refusal = (status: number, headers = new Headers()) => new ApiError(status, headers, '', 'text', true);

/** A token bucket: 200 requests a second after 50 at once. */
function createBucket(ms: number, says: string): Server {
  const [perMs, burst] = [0.2, 50];
  let [left, at] = [burst, performance.now()];
  const limits = () =>
    new Headers({
      'x-ratelimit-limit-requests': String(burst),
      'x-ratelimit-remaining-requests': String(Math.floor(left)),
      'x-ratelimit-reset-requests': `${Math.ceil((burst - left) / perMs)}ms`,
    });
  return {
    take: () => {
      const now = performance.now();
      left = Math.min(burst, left + (now - at) * perMs);
      at = now;
      const headers = says === 'nothing' ? new Headers() : limits();
      if (left >= 1) {
        left -= 1;
        return { ms, headers: says === 'nothing' ? headers : limits() };
      }
      const wait = (1 - left) / perMs;
      if (says !== 'nothing') headers.set('retry-after', String(Math.ceil(wait / 1000)));
      if (says === 'milliseconds') headers.set('retry-after-ms', String(Math.ceil(wait)));
      return refusal(429, headers);
    },
  };
}

const call: Call = {
  signal: new AbortController().signal,
  connection: readConnection({ apiKey: 'sk-test' }, '2026-11-02'),
  output: 'full',
  dry_run: false,
  attempt: send => send(),
  lighten: (body, send) => send(body),
  read: error => {
    if (!(error instanceof ApiError)) throw error;
    const { status, effect, isOwn: is_own, headers } = error;
    const [ms, seconds] = [headers.get('retry-after-ms'), headers.get('retry-after')];
    const wait = ms ?? (seconds && Number(seconds) * 1000);
    return { kind: 'api', reason: 'No', status, effect, is_own, ...(wait && { retry_after_ms: Number(wait) }) };
  },
  readAnswer: error => {
    throw error;
  },
  remaining: () => 3_600_000,
};

/** One run over so many rows, as fast as timers can be passed. */
async function runRows(count: number, server: Server, stated?: number) {
  const seen = { requests: 0, atOnce: 0, most: 0 };
  const send = async () => {
    seen.requests += 1;
    const taken = server.take(seen.atOnce + 1);
    if (taken instanceof ApiError) throw taken;
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    await new Promise(resolve => setTimeout(resolve, taken.ms));
    seen.atOnce -= 1;
    return { data: {}, response: new Response('', { headers: taken.headers }) };
  };
  const started = performance.now();
  const settings = { count, concurrency: readConcurrency(stated, false), pacer: new Pacer() };
  const running = runMany(() => ({ tokens: 10, content: {}, send }), settings, call);
  const { ends } = await passTimers(running);
  const failed = ends.filter(end => !('data' in end)).length;
  return { failed, refused: seen.requests - count, most: seen.most, milliseconds: performance.now() - started };
}

useTestClock(0.5);

describe('rows against a rate limit', () => {
  it.each([20, 400].flatMap(ms => ['milliseconds', 'seconds', 'nothing'].map(says => [ms, says] as const)))(
    'take little longer than it alone, %i ms away, where refusals state %s',
    async (ms, says) => {
      const { failed, refused, milliseconds } = await runRows(1000, createBucket(ms, says));
      expect(failed).toBe(0);
      expect(refused).toBeLessThanOrEqual(20);
      expect(milliseconds).toBeLessThanOrEqual(1.15 * (950 / 0.2 + 2 * ms));
    }
  );
});

describe('the number of rows at a time', () => {
  const steady: Server = { take: () => ({ ms: 500, headers: new Headers() }) };
  const fast: Server = { take: () => ({ ms: 20, headers: new Headers() }) };

  it('grows to a hundred', async () => {
    expect(await runRows(1000, steady)).toMatchObject({ failed: 0, refused: 0, most: 100 });
  });

  it('stays where a server is fast enough', async () => {
    expect(await runRows(300, fast)).toMatchObject({ failed: 0, most: 10 });
    expect(await runRows(300, fast, 40)).toMatchObject({ failed: 0, most: 40 });
  });

  it('is the stated one', async () => {
    expect(await runRows(200, steady, 7)).toMatchObject({ failed: 0, most: 7 });
    expect(await runRows(500, steady, 90)).toMatchObject({ failed: 0, most: 90 });
  });

  it('stays small where a server gets slower by it', async () => {
    const { most } = await runRows(300, { take: atOnce => ({ ms: 50 * atOnce, headers: new Headers() }) });
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(50);
  });

  it('grows on where a row is invalid, which says nothing of the others', async () => {
    let taken = 0;
    const strict: Server = {
      take: () => {
        taken += 1;
        return taken % 10 === 0 ? refusal(400) : { ms: 500, headers: new Headers() };
      },
    };
    expect(await runRows(1000, strict)).toMatchObject({ failed: 100, refused: 0, most: 100 });
  });

  it('falls where a server is overloaded, so that no row fails', async () => {
    const weak: Server = {
      take: atOnce => (atOnce > 20 ? refusal(503) : { ms: 100, headers: new Headers() }),
    };
    const { failed, most } = await runRows(500, weak);
    expect({ failed, most }).toEqual({ failed: 0, most: 20 });
  });
});
