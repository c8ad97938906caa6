import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { isOpenAIError } from '../../plugins/openai/lib/failures/error-body';
import { OutOfTime, readFailure, UnusableResponse } from '../../plugins/openai/lib/failures/failure';
import { NetworkError } from '../../plugins/openai/lib/failures/network-error';
import type { Call } from '../../plugins/openai/lib/operation';
import type { Deadline } from '../../plugins/openai/lib/transport/deadline';
import { pollUntil, readPollAfter } from '../../plugins/openai/lib/transport/poll';
import { sendWithRetries } from '../../plugins/openai/lib/transport/retry';
import type { RequestEffect } from '../../plugins/openai/lib/types/request-effect';
import { group, Page, plainText, show } from './lines';

/** What is sent again, when, and how often, on a clock of the test's own: every wait is over at once. */

expect.addSnapshotSerializer(plainText);

const mockClock = { now: 0, waits: [] as number[], whenWaiting: () => {} };
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: async (milliseconds: number, _: unknown, { signal }: { signal: AbortSignal }) => {
    mockClock.waits.push(milliseconds);
    mockClock.now += milliseconds;
    mockClock.whenWaiting();
    signal.throwIfAborted();
  },
}));

beforeEach(() => {
  Object.assign(mockClock, { now: 1000, waits: [], whenWaiting: () => {} });
  jest.spyOn(performance, 'now').mockImplementation(() => mockClock.now);
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-02T12:00:00Z'));
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

const connection = readConnection({ apiKey: 'sk-test-0123456789abcdef' }, '2026-11-02');
const read = (error: unknown) => readFailure(error, connection);

function deadlineOf(milliseconds: number, caller = new AbortController()): Deadline {
  const ends = mockClock.now + milliseconds;
  const { signal } = caller;
  return {
    signal,
    remaining: () => ends - mockClock.now,
    cause: () => undefined,
    granted: milliseconds,
    end: () => {},
  };
}

const own = JSON.stringify({ error: { message: 'No', type: 'x', code: null } });

function apiError(status: number, headers: Record<string, string>, effect: RequestEffect, body = own): ApiError {
  return new ApiError(status, new Headers(headers), body, effect, isOpenAIError(body));
}

/** How often something that goes on failing is sent, and what is waited between. */
async function tellRetries(error: Error, maxRetries: number, deadline: Deadline, givesWay = false): Promise<string> {
  mockClock.waits.length = 0;
  let sent = 0;
  const send = async () => {
    sent += 1;
    throw error;
  };
  const thrown = await sendWithRetries(send, read, maxRetries, deadline, () => givesWay).catch((one: unknown) => one);
  expect(thrown).toBe(error);
  return sent === 1 ? 'sent once' : `sent ${sent} times, waits ${mockClock.waits.join(' ')}`;
}

const EFFECTS: RequestEffect[] = ['none', 'text', 'lasting'];

it('every status with every form of header, by what the request does', async () => {
  const headers: [string, Record<string, string>][] = [
    ['plain', {}],
    ['ms', { 'retry-after-ms': '1500' }],
    ['seconds', { 'retry-after': '2' }],
    ['date', { 'retry-after': 'Mon, 02 Nov 2026 12:00:03 GMT' }],
    ['at once', { 'retry-after': '0' }],
    ['too long', { 'retry-after': '61' }],
    ['none', { 'retry-after': 'zinc' }],
    ['should', { 'x-should-retry': 'true' }],
    ['should not', { 'x-should-retry': 'false', 'retry-after': '1' }],
  ];
  const statuses = [300, 304, 400, 401, 403, 404, 408, 409, 413, 421, 422, 425, 429, 451, 499, 500, 501, 502, 503, 504];
  const told: [string, string][] = [];
  for (const status of [...statuses, 520, 521, 522, 523, 524, 525, 529, 530, 598, 599, 600]) {
    for (const effect of EFFECTS) {
      for (const [from, body] of [['', own] as const, [' gateway', '<html>'] as const]) {
        const lines: [string, string][] = [];
        for (const [name, header] of headers)
          lines.push([name, await tellRetries(apiError(status, header, effect, body), 2, deadlineOf(60_000))]);
        told.push([`${status} ${effect}${from},`, group(lines).join('; ')]);
      }
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('failures that have no status', async () => {
  const failures: [string, Error][] = [
    ...EFFECTS.flatMap((effect): [string, Error][] => [
      [`reset, ${effect}`, new NetworkError({ code: 'ECONNRESET' }, false, effect)],
      [`refused, ${effect}`, new NetworkError({ code: 'ECONNREFUSED' }, true, effect)],
      [`certificate, ${effect}`, new NetworkError({ code: 'CERT_HAS_EXPIRED' }, true, effect)],
      [`proxy 407, ${effect}`, new NetworkError({ code: 'ERR_PROXY_REFUSED', status: 407 }, true, effect)],
    ]),
    ['no answer of the API', new UnusableResponse('not_json', 'No')],
    ['out of time', new OutOfTime('No')],
    ['an error of the plugin', new RangeError('No')],
  ];
  const told: [string, string][] = [];
  for (const [name, error] of failures) told.push([name, await tellRetries(error, 2, deadlineOf(60_000))]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('how often, and how long at most', async () => {
  const error = apiError(429, {}, 'lasting');
  const lines: string[] = [];
  for (const retries of [0, 1, 2, 5, 10])
    lines.push(`${retries}: ${await tellRetries(error, retries, deadlineOf(60_000))}`);
  for (const left of [499, 500, 501, 1500, 1501])
    lines.push(`${left} ms left: ${await tellRetries(error, 3, deadlineOf(left))}`);
  for (const left of [2000, 2001])
    lines.push(
      `2 s of ${left}: ${await tellRetries(apiError(429, { 'retry-after': '2' }, 'text'), 1, deadlineOf(left))}`
    );
  lines.push(`another way: ${await tellRetries(error, 3, deadlineOf(60_000), true)}`);
  const caller = new AbortController();
  mockClock.whenWaiting = () => caller.abort();
  lines.push(`cancelled in the wait: ${await tellRetries(error, 3, deadlineOf(60_000, caller))}`);
  lines.push(`cancelled before: ${await tellRetries(error, 3, deadlineOf(60_000, caller))}`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('works at last', async () => {
  const answers: unknown[] = [apiError(503, {}, 'text'), apiError(500, {}, 'text'), 'Zinc'];
  const send = async () => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  expect(await sendWithRetries(send, read, 2, deadlineOf(60_000))).toBe('Zinc');
  expect(mockClock.waits).toEqual([500, 1000]);
});

type Look = { value: string; pollAfter?: number } | Error;

/** Looks at what is given in turn, the last again and again, each taking some time. */
async function tellPoll(
  looks: Look[],
  seconds: number,
  { left = 3_600_000, takes = 100, more = {} } = {}
): Promise<string> {
  Object.assign(mockClock, { now: 1000, waits: [] });
  const left_ends = mockClock.now + left;
  const ends: number[] = [];
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(milliseconds => {
    ends.push(milliseconds);
    const own = new AbortController();
    if (milliseconds < takes) own.abort(new Error('over'));
    return own.signal;
  });
  const call: Partial<Call> = {
    signal: new AbortController().signal,
    dry_run: false,
    read,
    remaining: () => left_ends - mockClock.now,
    ...more,
  };
  let count = 0;
  const look = async (signal: AbortSignal) => {
    const next = looks[Math.min(count, looks.length - 1)];
    count += 1;
    mockClock.now += takes;
    signal.throwIfAborted();
    if (!next || next instanceof Error) throw next;
    return next;
  };
  const tell = await pollUntil(look, value => value === 'done', seconds, call as Call).then(
    ({ error, ...rest }) => `${show(rest)}${error ? `, ${Object(error).message}` : ''}`,
    (error: unknown) => `throws ${Object(error).message}`
  );
  timeout.mockRestore();
  return `${count} looks, waits ${mockClock.waits.join(' ') || 'none'}, time for each ${show(ends)}: ${tell}`;
}

it('how a state is waited for', async () => {
  const busy = { value: 'busy' };
  const done = { value: 'done' };
  const trouble = apiError(503, {}, 'none');
  const gone = apiError(404, {}, 'none');
  const gaveUp = AbortSignal.abort(new Error('given up'));
  const lines: Record<string, string> = {
    'done at once': await tellPoll([done], 60),
    'done later': await tellPoll([busy, busy, busy, done], 60),
    'never done': await tellPoll([busy], 100),
    'no time': await tellPoll([busy], 0),
    'for 2 s': await tellPoll([busy], 2),
    'for 2.1 s': await tellPoll([busy], 2.1),
    'for 2.101 s': await tellPoll([busy], 2.101),
    'up to the deadline': await tellPoll([busy], 60, { left: 7600 }),
    'later than the deadline': await tellPoll([busy], 60, { left: 400 }),
    'as the server says': await tellPoll(
      [{ value: 'busy', pollAfter: 5000 }, { value: 'busy', pollAfter: 10 }, done],
      60
    ),
    'longer than is left': await tellPoll([{ value: 'busy', pollAfter: 60_000 }], 60),
    'done, with a wait': await tellPoll([{ value: 'done', pollAfter: 60_000 }], 60),
    'trouble between': await tellPoll([busy, trouble, done], 60),
    'trouble that says when': await tellPoll([apiError(503, { 'retry-after': '9' }, 'none'), done], 60),
    'only trouble': await tellPoll([trouble], 12),
    'trouble at the end': await tellPoll([busy, trouble], 5),
    gone: await tellPoll([busy, gone, done], 60),
    'gone at once': await tellPoll([gone], 60),
    'too slow': await tellPoll([busy], 10, { takes: 11_000 }),
    'too slow later': await tellPoll([busy, busy], 6, { takes: 2500 }),
    'trouble, then too slow': await tellPoll([trouble, busy], 6, { takes: 2500 }),
    'given up': await tellPoll([busy], 60, { more: { signal: gaveUp } }),
    'a dry run': await tellPoll([trouble], 60, { more: { dry_run: true } }),
  };
  const headers = ['0', '1', '1500', '1.5', '-1', '', 'zinc', 'Infinity', '1e3', undefined].map(
    (wait): [string, string] => [
      show(wait),
      String(readPollAfter(new Headers(wait === undefined ? {} : { 'openai-poll-after-ms': wait }))),
    ]
  );
  expect(new Page([...Object.entries(lines).map(line => line.join(': ')), ...group(headers)])).toMatchSnapshot();
});
