import { setImmediate as nextTurn } from 'node:timers/promises';
import { backOff, mayRepeat, sendWithRetries } from '../../plugins/openai/lib/transport/retry';
import type { Failure } from '../../plugins/openai/lib/types/failure';

const api = (status: number, more: Partial<Failure> = {}): Failure => ({ kind: 'api', reason: 'No', status, ...more });
const network = (more: Partial<Failure> = {}): Failure => ({
  kind: 'network',
  reason: 'No',
  code: 'ECONNRESET',
  ...more,
});

describe('a request is sent again', () => {
  it.each<[string, Failure, boolean]>([
    ['429', api(429), true],
    ['421', api(421), true],
    ['429 of an empty account', api(429, { code: 'insufficient_quota' }), false],
    ['429 of a request that is too large', api(429, { reason: 'Request too large for gpt-4o' }), false],
    ['500 of the API for text', api(500, { effect: 'text', is_own: true }), true],
    ['503 of the API for text', api(503, { effect: 'text', is_own: true }), true],
    ['503 of a gateway for text', api(503, { effect: 'text', is_own: false }), false],
    ['503 of somebody for text', api(503, { effect: 'text' }), false],
    ['502 of the API for text', api(502, { effect: 'text', is_own: true }), false],
    ['500 of the API for what lasts', api(500, { effect: 'lasting', is_own: true }), false],
    ['500 where nothing is known of the effect', api(500, { is_own: true }), false],
    ['502 for what only reads', api(502, { effect: 'none' }), true],
    ['409 for what only reads', api(409, { effect: 'none' }), true],
    ['400 for what only reads', api(400, { effect: 'none' }), false],
    ['504 that asks for it', api(504, { should_retry: true }), true],
    ['400 that asks for it', api(400, { should_retry: true }), true],
    ['429 that asks not to', api(429, { should_retry: false }), false],
    ['a connection that was never made', network({ unsent: true }), true],
    ['a connection that broke', network(), false],
    ['a connection that broke under text', network({ effect: 'text' }), false],
    ['a connection that broke while reading', network({ effect: 'none' }), true],
    ['a certificate that is not trusted', network({ code: 'CERT_HAS_EXPIRED', unsent: true }), false],
    ['a timeout', { kind: 'timeout', reason: 'No', effect: 'none' }, false],
    ['a response that is none', { kind: 'response', reason: 'No', effect: 'none' }, false],
    ['an error within a stream', { kind: 'api', reason: 'No', type: 'server_error', effect: 'none' }, false],
  ])('or not: %s', (_, failure, expected) => {
    expect(mayRepeat(failure)).toBe(expected);
  });
});

describe('the wait where the server says nothing', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    [0, 500],
    [1, 1000],
    [3, 4000],
    [4, 8000],
    [5, 8000],
    [60, 8000],
  ])('after %i retries is %i ms, and up to a quarter less', (retries, most) => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    expect(backOff(retries)).toBe(most);
    jest.spyOn(Math, 'random').mockReturnValue(1);
    expect(backOff(retries)).toBe(most * 0.75);
  });
});

describe('sending with retries', () => {
  const limited = api(429, { retry_after_ms: 1 });
  const deadlineOf = (remaining: number, signal = new AbortController().signal) => ({
    signal,
    remaining: () => remaining,
    cause: () => undefined,
    granted: 0,
    end: () => {},
  });

  /** Fails so many times, and then gives what it is called. */
  async function send(failures: number, failure: Failure, most: number, deadline = deadlineOf(60_000)) {
    let sent = 0;
    const outcome = await sendWithRetries(
      async () => {
        sent += 1;
        if (sent <= failures) throw new Error(`failure ${sent}`);
        return 'answer';
      },
      () => failure,
      most,
      deadline
    ).catch((error: Error) => error.message);
    return { outcome, sent };
  }

  it.each([
    [0, 2, 'answer', 1],
    [2, 2, 'answer', 3],
    [3, 2, 'failure 3', 3],
    [1, 0, 'failure 1', 1],
  ])('after %i failures and with %i retries ends with %s', async (failures, most, outcome, sent) => {
    expect(await send(failures, limited, most)).toEqual({ outcome, sent });
  });

  it.each([
    [5, 'failure 1'],
    [6, 'answer'],
  ])('needs more time than it waits: %i ms', async (remaining, outcome) => {
    const failure = api(429, { retry_after_ms: 5 });
    expect(await send(1, failure, 1, deadlineOf(remaining))).toMatchObject({ outcome });
  });

  it('ends with what nobody may repeat', async () => {
    expect(await send(1, api(400), 5)).toEqual({ outcome: 'failure 1', sent: 1 });
  });

  it('ends when the query has ended', async () => {
    const ended = deadlineOf(60_000, AbortSignal.abort());
    expect(await send(1, limited, 5, ended)).toEqual({ outcome: 'failure 1', sent: 1 });
  });

  it('is told at once of an end while it waits', async () => {
    const host = new AbortController();
    const waiting = send(1, api(429, { retry_after_ms: 30_000 }), 5, deadlineOf(60_000, host.signal));
    await nextTurn();
    host.abort();
    expect(await waiting).toEqual({ outcome: 'answer', sent: 2 });
  });
});
