import type OpenAI from 'openai';
import type { ResolvedModel } from '../catalogue/models';
import { readConnection } from '../connection/connection';
import { readFailure } from '../failures/failure';
import type { Step } from '../failures/internal-failure';
import type { Billed, Call, Operation } from '../operation';
import { countOf } from '../options/count';
import { allOperations } from '../registry';
import { routeOf } from '../transport/agents';
import { createClient } from '../transport/client';
import { type Deadline, startDeadline } from '../transport/deadline';
import { type Exchange, recordExchange } from '../transport/exchange';
import { MAX_RESPONSE_BYTES } from '../transport/http-response';
import { sendWithRetries } from '../transport/retry';
import { statedEnds } from '../transport/stated-ends';
import type { Connection } from '../types/connection';
import type { Failure } from '../types/failure';
import { isUnavailable } from './fallbacks';
import { findOperation } from './find-operation';
import { type Prepared, prepare } from './prepare';

/** One query: its options, and what each of its steps needs. */
export interface Run extends Prepared {
  /** The operation's id; an action's is `group.action`. */
  id: string;
  operation: Operation;
  connection: Connection;
  model: ResolvedModel;
  /** The day it runs on, YYYY-MM-DD. */
  day: string;
  deadline: Deadline;
  exchange: Exchange;
  client: OpenAI;
  call: Call;
  /** What the tries so far are billed for whose answers could not be used. */
  spent: Billed[];
  /** Milliseconds since it began. */
  elapsed(): number;
  /** Reads the failure of an error: after the deadline a timeout, after a cancellation that. */
  read(error: unknown, sent?: object): Failure;
  /** The same query for the model that is tried if this one is not available. */
  next?: Run;
}

/**
 * Finds the operation, reads connection and options, checks them, and starts the clock. Nothing is sent.
 *
 * @throws QueryError naming everything that is invalid.
 */
export function startRun(sourceOptions: object, queryOptions: object, signal?: AbortSignal): Run {
  const started = performance.now();
  const day = new Date().toISOString().slice(0, 10);
  const { id, operation } = findOperation(queryOptions);
  const connection = readConnection(sourceOptions, day);
  const candidates = prepare({ id, operation, allOperations, day, statedEnds: statedEnds(connection) }, queryOptions);
  const [{ query_timeout }] = candidates;
  const deadline = startDeadline(query_timeout ? beforeHost(query_timeout) : connection.timeoutSeconds * 1000, signal);
  const exchange = recordExchange(routeOf(connection), operation.transport?.maxResponseBytes ?? MAX_RESPONSE_BYTES);
  const client = createClient(connection, exchange.send);
  const elapsed = () => Math.round(performance.now() - started);
  const shared = { id, operation, connection, day, deadline, exchange, client, elapsed };
  const toRun = ([prepared, next, ...later]: [Prepared, ...Prepared[]]): Run => {
    const read = createReader(operation, prepared, connection, deadline, exchange);
    return {
      ...shared,
      ...prepared,
      model: prepared.context.model,
      spent: [],
      read,
      call: createCall(prepared, shared, read, next !== undefined),
      ...(next && { next: toRun([next, ...later]) }),
    };
  };
  return toRun(candidates);
}

/** The host stops the query at the same moment with a less helpful error, so ours comes earlier by a tenth, at most 100 ms. */
function beforeHost(query_timeout: number): number {
  return query_timeout - Math.min(100, query_timeout / 10);
}

function createCall(
  { context, dry_run }: Prepared,
  { connection, deadline, exchange }: Pick<Run, 'connection' | 'deadline' | 'exchange'>,
  read: Run['read'],
  hasNext: boolean
): Call {
  const { largeTexts } = exchange;
  const givesWay = (failure: Failure) => hasNext && isUnavailable(failure) && isUntouched(exchange);
  return {
    signal: deadline.signal,
    connection,
    output: context.output,
    dry_run,
    attempt: send => (dry_run ? send() : sendWithRetries(send, read, connection.maxRetries, deadline, givesWay)),
    lighten: (body, send) => (dry_run ? send(body) : largeTexts.lend(body, send)),
    read,
    readAnswer: (error, sent) => readFailure(error, connection, sent),
    remaining: deadline.remaining,
    ...(hasNext && { givesWay }),
  };
}

/** No request has had a response or may have done anything at the server, and no row has ended. */
const isUntouched = ({ attempts, responses, unbilled, hasShown }: Exchange) =>
  responses === 0 && attempts === unbilled && !hasShown;

function createReader(
  operation: Operation,
  prepared: Prepared,
  connection: Connection,
  deadline: Deadline,
  exchange: Exchange
): Run['read'] {
  return (error, sent) => {
    const cause = deadline.cause();
    const failure = readFailure(error, connection, sent ?? privateOf(operation, prepared), stepOf(exchange));
    if (cause === undefined) return failure;
    const arrived = failure.text ? { text: failure.text } : {};
    if (cause === 'cancelled') return { kind: cause, reason: 'The query was cancelled', ...arrived };
    const { query_timeout } = prepared;
    const from = query_timeout ? 'query_timeout' : "the connection's timeout";
    const seconds = (query_timeout || deadline.granted) / 1000;
    const isUnsent = exchange.attempts === 0;
    const reason = `${isUnsent ? 'Nothing was sent' : 'No response'} within ${countOf(seconds, 'second')} (${from})`;
    return { kind: cause, reason, ...arrived, ...(isUnsent && { unsent: true }) };
  };
}

function stepOf({ attempts, responses }: Exchange): Step {
  if (responses > 0) return 'reading the response';
  return attempts > 0 ? 'sending the request' : 'building the request';
}

/** The free text of a query; a choice from a list, such as a model or a size, may appear in an error. */
function privateOf({ options }: Operation, prepared: Prepared): Record<string, unknown> {
  const written = Object.entries(prepared.options).filter(
    ([name]) => options[name] && !options[name].enum && !options[name].trim && !('files' in options[name])
  );
  return { ...Object.fromEntries(written), ...prepared.context.extra_parameters };
}
