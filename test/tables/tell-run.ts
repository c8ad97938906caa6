import { runMany } from '../../plugins/openai/lib/bulk/bulk-run';
import { Pacer } from '../../plugins/openai/lib/bulk/pacer';
import type { RowError } from '../../plugins/openai/lib/bulk/rows';
import type { Task } from '../../plugins/openai/lib/bulk/task';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { OutOfTime, readFailure } from '../../plugins/openai/lib/failures/failure';
import { NetworkError } from '../../plugins/openai/lib/failures/network-error';
import { StreamedError } from '../../plugins/openai/lib/failures/streamed-error';
import type { Call } from '../../plugins/openai/lib/operation';
import { passTimers, setTimeout as sleep } from '../support/timed-pauses';
import { show } from './lines';

/**
 * Many rows, and what becomes of each: its tries by how many milliseconds they take, each with `!` and a status where it
 * fails, `@` and the wait that the server states, `~` where the answer is asked for once more, `#` and a limit of requests.
 * `load` loads a file before, and `fault` is a row that cannot be sent.
 */
export interface Scenario {
  rows: string[];
  concurrency?: number;
  remaining?: number;
  retries?: number;
  cancelAt?: number;
  dry?: boolean;
  /** With this status another model is tried. */
  givesWayTo?: number;
}

const TRY = /^(\d+)(?:!(\w+)(?:@(\d+))?)?(~)?(?:#(\d+)\/(\d+)\/(\w+))?$/;
const LOAD = /^load(\d+)(!|\?)?$/;

const STATUSES: Record<string, number> = { quota: 429, model: 404 };
const BODIES: Record<string, object> = {
  quota: { message: 'No credit', code: 'insufficient_quota' },
  model: { message: 'No model', code: 'model_not_found' },
};

function toError(said: string, wait: string | undefined): Error {
  if (said === 'unsent') return new NetworkError({ code: 'ECONNREFUSED' }, true, 'text');
  if (said === 'bug') return new TypeError('A bug');
  if (said === 'inside') return new StreamedError({ message: 'Too many', code: 'rate_limit_exceeded' });
  const headers = new Headers(wait === undefined ? {} : { 'retry-after-ms': wait });
  const body = JSON.stringify({ error: BODIES[said] ?? { message: said } });
  return new ApiError(STATUSES[said] ?? Number(said), headers, body, 'text', true);
}

const toHeaders = (limit: string | undefined, left = '', reset = '') =>
  new Headers(
    limit === undefined
      ? {}
      : {
          'x-ratelimit-limit-requests': limit,
          'x-ratelimit-remaining-requests': left,
          'x-ratelimit-reset-requests': reset,
        }
  );

/** As long as a server or a download takes, unless it is stopped. */
const pause = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal });

type Note = (what: string) => void;

/** The request of a row, which ends as the row says. */
function createTask(row: string, note: Note): Task<string> | RowError {
  const [first = '', ...others] = row.split(' ');
  if (first === 'fault') return { code: 'invalid_options', category: 'invalid_options', message: 'A fault' };
  const loading = LOAD.exec(first);
  const tries = loading ? others : [first, ...others];
  let place = 0;
  let last = '';
  return {
    tokens: 1,
    content: {},
    ...(loading && {
      load: async signal => {
        note('load');
        await pause(Number(loading[1]), signal);
        if (loading[2] === '?') throw new TypeError('A bug');
        return loading[2] ? { code: 'c', category: 'invalid_options', message: 'No file' } : undefined;
      },
    }),
    send: async signal => {
      last = tries[place] ?? last;
      place += 1;
      const [, ms, said, wait, , ...limit] = TRY.exec(last) ?? [];
      note('send');
      await pause(Number(ms), signal);
      if (said !== undefined) throw toError(said, wait);
      return { data: last, response: new Response('', { headers: toHeaders(...(limit as [string])) }) };
    },
    rejects: answer => answer.includes('~'),
  };
}

function createCall({ retries = 2, dry = false, givesWayTo }: Scenario, signal: AbortSignal, ends: number): Call {
  const connection = { ...readConnection({ apiKey: 'sk-test' }, '2026-11-02'), maxRetries: retries };
  return {
    signal,
    connection,
    output: 'full',
    dry_run: dry,
    attempt: send => send(),
    lighten: (body, send) => send(body),
    read: error =>
      error instanceof Error && error.message === 'Cancelled'
        ? { kind: 'cancelled', reason: 'Cancelled' }
        : readFailure(error, connection),
    readAnswer: error => readFailure(error, connection),
    remaining: () => Math.max(0, ends - performance.now()),
    ...(givesWayTo !== undefined && { givesWay: ({ status }) => status === givesWayTo }),
  };
}

/** When each row is sent and ends, in milliseconds, and how the run ends. */
export async function tellRun(scenario: Scenario): Promise<string> {
  const { rows, concurrency = 1, remaining = 60_000, cancelAt } = scenario;
  const started = performance.now();
  const now = () => Math.round(performance.now() - started);
  const log: string[] = [];
  const query = new AbortController();
  setTimeout(() => query.abort(new OutOfTime('The deadline')), remaining);
  if (cancelAt !== undefined) setTimeout(() => query.abort(new Error('Cancelled')), cancelAt);
  const tasks = rows.map((row, index) => createTask(row, what => log.push(`${now()} ${what} ${index}`)));
  const settings = {
    count: rows.length,
    concurrency: { first: concurrency, most: concurrency },
    pacer: new Pacer(),
    onEnd: (index: number, end: object) => log.push(`${now()} ${'data' in end ? 'ok' : 'no'} ${index}`),
  };
  const running = runMany(
    index => tasks[index] ?? { code: '', category: '', message: 'No such row' },
    settings,
    createCall(scenario, query.signal, started + remaining)
  );
  const outcome = await passTimers(running).then(
    ({ ends, stopped, notRetried }) =>
      `ends ${show(ends.map(toShort))}${stopped ? ` since ${show(stopped)}` : ''}${notRetried ? `, ${notRetried} not retried` : ''}`,
    (error: Error) => `throws ${error.message}`
  );
  return `${log.join(', ')}; at ${now()} ${outcome}`;
}

function toShort(end: object): unknown {
  if ('data' in end) return Reflect.get(end, 'duration');
  return 'error' in end ? Reflect.get(Object(end.error), 'message') : { ...end };
}
