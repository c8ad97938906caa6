import { failureOf, loadPlugin } from '../support/hosts';
import { type Action, sourceFor, statusesOf, writeData } from './actions';
import { allFaults } from './all-faults';
import type { Fault } from './fault';
import type { Asked, FaultServer, Visit } from './fault-server';
import { judgeFailure, OVER_ROWS } from './judge';

/** Faults that the first request meets and no other, so that what is sent again succeeds. */

/** Nobody waits for an hour, nor for ever. */
const passing = allFaults.filter(
  ({ name, ends, stalls, refuses, isDear }) =>
    ends !== 'well' && !stalls && !refuses && !isDear && !/retry-after: 3600|a date/.test(name)
);

const AMBIGUOUS = /^(408|409|421|429|500|502|503|504|520|598)\b/;

/** A part: every fault that is no status, and the statuses that somebody might send a request again for. */
export function* somePassing(actions: Action[]): Generator<[Action, Fault]> {
  const chosen = passing.filter(({ name }) => AMBIGUOUS.test(name) || !/^[45]\d\d\b/.test(name));
  for (const [index, fault] of chosen.entries()) {
    for (const [at, action] of actions.entries()) if ((at + index) % 31 === 0) yield [action, fault];
  }
}

/** Every one of them with every action. */
export function* everyPassing(actions: Action[]): Generator<[Action, Fault]> {
  for (const fault of passing) for (const action of actions) yield [action, fault];
}

/** What one query did, whose first request met a fault, that it must not. */
export async function judgePassing(server: FaultServer, action: Action, given: Fault): Promise<string[]> {
  const visit = server.spoil(action.id, { ...given, once: true });
  const source = sourceFor(visit.baseUrl, { maxRetries: 1, allowPrivateNetwork: true });
  const outcome = await loadPlugin()
    .run(source, { ...action.query, query_timeout: 60_000 })
    .catch((error: unknown) => failureOf(Promise.reject(error)));
  visit.end();
  const { spoiled } = visit.journal;
  if (!spoiled) return [`${action.id}: sent nothing`];
  // A server without that endpoint is asked at another one.
  const isElsewhere = action.id === 'decide' && /^40[45]\b/.test(given.name);
  const isAgain = !isElsewhere && (given.repeats === 'all' || (given.repeats === 'text' && keepsNothing(spoiled)));
  const data: unknown = 'className' in outcome ? undefined : Reflect.get(outcome, 'data');
  const isWell = data !== undefined && succeeds(data, action);
  const failed = 'className' in outcome ? judgeFailure(outcome.data, given) : ['ended well'];
  const isInPart = data !== undefined && !isWell && OVER_ROWS.includes(action.id);
  const isHandedOn = given.passes?.includes(action.id) || given.passes?.includes('*');
  const isPost = spoiled.post !== '';
  const found = judgePosts(visit, spoiled, isAgain ? 2 : 1);
  if (isPost && isAgain && !isWell && !isHandedOn) found.push('did not end well');
  // Whatever only reads may be sent again, or not; of rows only one has failed.
  const mayEndWell = isHandedOn || isInPart || (isPost ? isAgain : isWell);
  if (!mayEndWell) found.push(...failed);
  return found.map(fact => `${action.id}, once ${given.name}, at ${spoiled.endpoint}: ${fact}`);
}

/** Rows are sent at once, so their answers may be swapped. */
function succeeds(data: unknown, { id, data: expected }: Action): boolean {
  if (!OVER_ROWS.includes(id)) return writeData(data) === expected;
  const statuses = statusesOf(data);
  return statuses.length > 0 && statuses.every(status => status === 'ok');
}

function judgePosts({ journal }: Visit, { post }: Asked, expected: number): string[] {
  return [...journal.posts].flatMap(([key, count]) => {
    const most = key === post ? expected : 1;
    // A server that redirects to itself asks for the request once more.
    if (count === most || key.startsWith('/loop')) return [];
    return [`${key} was sent ${count} times, not ${most}`];
  });
}

const TEXT = ['/chat/completions', '/completions', '/embeddings', '/moderations'];
const ACTING =
  /"(background|store)":true|"conversation":|"type":"(image_generation|code_interpreter|mcp|computer\w*|\w*shell)"/;

/** Answered with text, and nothing is kept or done. */
function keepsNothing({ path, body }: Asked): boolean {
  return [...TEXT, '/responses'].includes(path) && !ACTING.test(body);
}
