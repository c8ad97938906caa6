import { QueryError, type QueryResult } from '@tooljet/plugins-sdk-shim';
import { readConnection } from '../connection/connection';
import { type Cost, priceCharges } from '../cost/cost';
import { readUsage } from '../cost/usage';
import { checkAnswer } from '../failures/answer-check';
import { type Failure, readFailure, UnusableAnswer } from '../failures/failure';
import { NetworkError } from '../failures/network-error';
import { toQueryError } from '../failures/query-error';
import { concealSecrets } from '../failures/redaction';
import { StreamedError } from '../failures/streamed-error';
import {
  type Call,
  type Collector,
  type Context,
  entryOf,
  type Operation,
  type Outcome,
  type Progress,
} from '../operation';
import { operations } from '../registry';
import { MOST_ANSWER_BYTES } from '../transport/answer';
import { createClient } from '../transport/client';
import { type Deadline, startDeadline } from '../transport/deadline';
import { readEvents } from '../transport/events';
import { recordExchange } from '../transport/exchange';
import { sendWithRetries } from '../transport/retry';
import type { Connection } from '../types/connection';
import { boundQuery, holdToLimit } from './cost-limit';
import { findOperation } from './find-operation';
import { loadOptions } from './load-options';
import { type Prepared, prepare } from './prepare';
import { previewQuery } from './preview';
import { createPreviewSend } from './previewed-request';

/** What a host that can show an answer while it arrives is given; the last event holds the whole result. */
export type StreamEvent = Progress | { type: 'result'; result: QueryResult };

/** How a query is run. */
export interface RunOptions {
  /** Give what arrives while it arrives, where the operation can. */
  live: boolean;
  /** The host's own wish to stop. */
  signal?: AbortSignal;
}

/**
 * Runs one query from the host's flat options to its result: read, check, build, send, result.
 *
 * @throws QueryError for whatever fails.
 */
export async function* runQuery(
  sourceOptions: object,
  queryOptions: object,
  { live, signal }: RunOptions
): AsyncGenerator<StreamEvent, void> {
  const started = performance.now();
  const day = new Date().toISOString().slice(0, 10);
  const { id, operation } = findOperation(queryOptions);
  const connection = readConnection(sourceOptions);
  const prepared = prepare(id, operation, operations, queryOptions, day);
  const granted = prepared.query_timeout ? beforeHost(prepared.query_timeout) : connection.timeoutSeconds * 1000;
  const deadline = startDeadline(granted, signal);
  const exchange = recordExchange({}, operation.maxAnswerBytes ?? MOST_ANSWER_BYTES);
  const client = createClient(connection, exchange.send);
  const read = (error: unknown, sent?: object): Failure =>
    readWithDeadline(error, deadline, prepared, e =>
      readFailure(e, connection, sent ?? privateOf(operation, prepared))
    );
  const policy = {
    maxRetries: connection.maxRetries,
    billedWhenSent: operation.billedWhenSent ?? false,
    deadline,
  };
  const call: Call = {
    signal: deadline.signal,
    connection,
    output: prepared.context.output,
    dry_run: prepared.dry_run,
    attempt: (send, billedWhenSent = policy.billedWhenSent) =>
      prepared.dry_run ? send() : sendWithRetries(send, read, { ...policy, billedWhenSent }),
    read,
    remaining: deadline.remaining,
  };
  try {
    const access = { signal: deadline.signal, allowPrivate: connection.allowPrivateNetwork };
    const options = await loadOptions(id, operation, prepared, access);
    const asked = operation.buildRequest(options, prepared.context);
    const built = operation.sendsMany ? asked : { ...asked, ...prepared.context.extra_parameters };
    const isLimited = connection.maxCostUsd !== undefined;
    const bound = isLimited || prepared.dry_run ? boundQuery(operation, built, prepared, connection, day) : undefined;
    if (bound) holdToLimit(bound, connection, operation);
    const request = prepared.dry_run ? built : exchange.largeTexts.setAside(built);
    const { streaming } = operation;
    const when = streaming?.when(request, prepared.context, options) ?? 'never';
    const isStreamed = streaming && (when === 'always' || (live && when === 'live'));
    if (prepared.dry_run) {
      const unsent = createClient(connection, createPreviewSend(Object.keys(connection.baseQuery)));
      const send = () => (isStreamed ? streaming.open(unsent, request, call) : operation.send(unsent, request, call));
      yield {
        type: 'result',
        result: await previewQuery(id, prepared, operation.sendsMany?.count(built), bound, send),
      };
      return;
    }
    const response = isStreamed
      ? yield* receive(
          await call.attempt(() => streaming.open(client, request, call)),
          streaming.collect(request, options, prepared.context)
        )
      : operation.sendsMany
        ? await operation.send(client, request, call)
        : await call.attempt(() => operation.send(client, request, call));
    const outcome = toOutcome(operation, response, options, prepared.context);
    const classic = prepared.context.output === 'classic' && operation.toClassic;
    yield {
      type: 'result',
      result: {
        status: 'ok',
        message: outcome.message,
        data: classic ? classic(outcome, response) : outcome.data,
        metadata: {
          operation: entryOf(id),
          ...describeOutcome(outcome, prepared),
          cost: findCost(operation, outcome, prepared, connection, day),
          ...(exchange.request_id && { request_id: exchange.request_id }),
          duration_ms: Math.round(performance.now() - started),
          attempts: exchange.attempts,
          ...(exchange.rate_limit && { rate_limit: exchange.rate_limit }),
          ...(prepared.include_raw && { raw: concealSecrets(outcome.raw ?? response, options) }),
        },
      },
    };
  } catch (error) {
    if (error instanceof QueryError) throw error;
    const failure = read(error);
    const known = { ...(exchange.request_id && { request_id: exchange.request_id }), ...failure };
    throw toQueryError(operation, known, prepared.context.model, day);
  } finally {
    deadline.end();
  }
}

/** The host gives up at the same moment, with less to say: ours comes first by a tenth, at most 100 ms. */
function beforeHost(query_timeout: number): number {
  return query_timeout - Math.min(100, query_timeout / 10);
}

/** What a builder wrote freely; values of lists, such as a model or a size, may be named in an error. */
function privateOf({ options }: Operation, prepared: Prepared): Record<string, unknown> {
  const written = Object.entries(prepared.options).filter(
    ([name]) => options[name] && !options[name].enum && !options[name].trim && !('files' in options[name])
  );
  return { ...Object.fromEntries(written), ...prepared.context.extra_parameters };
}

/** Whatever error is met after the deadline or a cancellation, that is what happened. */
function readWithDeadline(
  error: unknown,
  deadline: Deadline,
  prepared: Prepared,
  read: (error: unknown) => Failure
): Failure {
  const cause = deadline.cause();
  if (cause === undefined) return read(error);
  const from = prepared.query_timeout ? 'query_timeout' : "the connection's timeout";
  const seconds = (prepared.query_timeout || deadline.granted) / 1000;
  const reason = `No answer within ${seconds.toLocaleString('en-US')} seconds (${from})`;
  return { kind: cause, reason: cause === 'timeout' ? reason : 'The query was cancelled' };
}

/** Passes on what arrives and gives the whole answer at the end. */
async function* receive(response: Response, collector: Collector<unknown>): AsyncGenerator<Progress, unknown> {
  // Gateways exist that ignore `stream` and answer in one piece.
  if (!response.headers.get('content-type')?.includes('text/event-stream')) return response.json();
  for await (const event of readEvents(response)) yield* collector.take(event);
  const whole = collector.finish();
  if (whole === undefined) throw new NetworkError({ code: 'stream_ended_early' }, false);
  return whole;
}

function toOutcome(operation: Operation, response: unknown, options: object, context: Context): Outcome {
  checkAnswer(response, operation.errorIsData);
  try {
    return operation.toResult(response, options, context);
  } catch (error) {
    if (error instanceof UnusableAnswer || error instanceof StreamedError) throw error;
    // Reading failed on a part that is not there, so this is no answer of OpenAI's API.
    throw new UnusableAnswer('unexpected_answer', "The server's answer is not one of OpenAI's API");
  }
}

function describeOutcome(
  { id, model, usage, finish_reason }: Outcome,
  { context, warnings }: Prepared
): Record<string, unknown> {
  const usedModel = model ?? context.model.id;
  return {
    ...(usedModel && { model: usedModel }),
    ...(id && { id }),
    ...(usage && { usage }),
    ...(finish_reason && { finish_reason }),
    warnings,
  };
}

/** What the query cost, or null where that is not known. */
function findCost(
  { sendsMany }: Operation,
  { usage, charges, model }: Outcome,
  { context }: Prepared,
  { prices }: Connection,
  day: string
): Cost | null {
  const billed = charges === undefined ? [{ usage: readUsage(usage), isSum: sendsMany !== undefined }] : charges;
  return priceCharges(billed, { requested: context.model.id || undefined, responded: model }, prices, day);
}
