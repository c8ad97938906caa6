import type { Socket } from 'node:net';
import { failureOf, loadPlugin } from '../support/hosts';
import type { Fields, Result } from '../support/plugin';
import { type Action, sourceFor, statusesOf, writeData } from './actions';
import type { Fault } from './fault';
import type { FaultServer, Visit } from './fault-server';

/** What is answered with text and keeps nothing, so that the API's own "not now" is taken at its word. */
const TEXT = [
  'chat',
  'completion',
  'image_analysis',
  'generate_embedding',
  'rank_by_similarity',
  'moderation',
  'bulk_chat',
  'compare',
];

/** A port that nothing listens on. */
const CLOSED = 'http://127.0.0.1:1/v1';

const STALL_MS = 300;
const LONG_MS = 60_000;
/** A machine under load is late, a deadline that is not kept never ends. */
const GRACE_MS = 10_000;

/** They run over rows, and tell of each. */
export const OVER_ROWS = ['bulk_chat', 'compare', 'decide'];

/** Rows wait for a rate limit as long as there is time. */
function withWait(action: Action, fault: Fault): Fault {
  if (!OVER_ROWS.includes(action.id) || fault.repeats !== 'all' || fault.ends === 'well') return fault;
  return { ...fault, stalls: true, ends: [...fault.ends, 'timeout'] };
}

/** What one query through one fault did that it must not. */
export async function judge(server: FaultServer, action: Action, given: Fault): Promise<string[]> {
  const fault = withWait(action, given);
  const visit = server.spoil(action.id, fault);
  const timeout = fault.stalls ? STALL_MS : LONG_MS;
  const source = sourceFor(fault.refuses ? CLOSED : visit.baseUrl, { maxRetries: 1, allowPrivateNetwork: true });
  const startedAt = performance.now();
  const outcome = await loadPlugin()
    .run(source, { ...action.query, query_timeout: timeout })
    .catch((error: unknown) => failureOf(Promise.reject(error)));
  const late = performance.now() - startedAt - timeout;
  const found = [
    ...('className' in outcome ? judgeFailure(outcome.data, fault) : judgeResult(outcome, action, fault)),
    ...judgeText(JSON.stringify(outcome), String(source['apiKey'])),
    ...judgePosts(visit, action, fault),
    ...(late > GRACE_MS ? [`ended ${Math.round(late)} ms after its time`] : []),
    ...(await findOpen(visit)),
  ];
  visit.end();
  return found.map(fact => `${action.id}, ${fault.name}: ${fact}`);
}

export function judgeFailure(data: Fields, { ends }: Fault): string[] {
  if (ends === 'well') return [`failed: ${JSON.stringify(data)}`.slice(0, 400)];
  return ends.includes(String(data['category'])) ? [] : [`gave ${data['category']} (${data['code']})`];
}

function judgeResult(outcome: object, action: Action, { ends, passes = [] }: Fault): string[] {
  const { data } = outcome as Result<Fields>;
  if (ends === 'well') {
    const given = writeData(data);
    return given === action.data ? [] : [`gave ${given.slice(0, 200)}, not ${action.data.slice(0, 200)}`];
  }
  if (passes.includes(action.id) || passes.includes('*')) return [];
  return OVER_ROWS.includes(action.id) && failedInAll(data) ? [] : [`succeeded: ${JSON.stringify(data)}`.slice(0, 300)];
}

function failedInAll(data: unknown): boolean {
  const statuses = statusesOf(data);
  return statuses.length > 0 && statuses.every(status => status !== 'ok');
}

function judgeText(shown: string, key: string): string[] {
  return [
    ...(shown.includes(key) ? ['shows the key'] : []),
    ...(shown.includes('"className"') && shown.length > 65_536 ? [`an error of ${shown.length} characters`] : []),
  ];
}

function judgePosts({ journal }: Visit, { id }: Action, { repeats }: Fault): string[] {
  if (OVER_ROWS.includes(id) && repeats === 'all') return [];
  const most = repeats === 'all' || (repeats === 'text' && TEXT.includes(id)) ? 2 : 1;
  // A server that redirects to itself asks for the request once more.
  const sent = [...journal.posts].filter(([path]) => !path.startsWith('/loop'));
  return sent.filter(([, count]) => count > most).map(([path, count]) => `${path} was sent ${count} times`);
}

/** Connections that the query has left open. */
async function findOpen({ journal }: Visit): Promise<string[]> {
  const isClosed = (socket: Socket) =>
    socket.closed || new Promise<boolean>(resolve => socket.once('close', () => resolve(true)));
  const late = new Promise<boolean>(resolve => setTimeout(resolve, GRACE_MS, false).unref());
  const all = Promise.all([...journal.sockets].map(isClosed)).then(() => true);
  return (await Promise.race([all, late])) ? [] : ['left a connection open'];
}

/** Judges many at a time, so that one waits while others work. */
export async function judgeAll(
  server: FaultServer,
  pairs: Iterable<[Action, Fault]>,
  judgeOne = judge,
  atOnce = 64
): Promise<{ count: number; found: string[] }> {
  const rest = pairs[Symbol.iterator]();
  const found: string[] = [];
  let count = 0;
  const work = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      found.push(...(await judgeOne(server, ...next.value)));
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { count, found };
}
