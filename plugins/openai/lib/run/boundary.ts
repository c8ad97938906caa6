import { type ConnectionTestResult, QueryError } from '@tooljet/plugins-sdk-shim';
import { bare } from '../catalogue/bare';
import { internalFailure } from '../failures/internal-failure';
import { createSecretRemover, filterOutgoing, type RemoveSecrets } from '../failures/outgoing-filter';
import { invalidOptions, toQueryError } from '../failures/query-error';
import { listConnectionSecrets, listQuerySecrets } from '../failures/secrets';
import { isJsonObject } from '../options/json-object';

/** What a host hands over, copied so that it can be read safely. */
export interface Handed {
  source: Record<string, unknown>;
  query: Record<string, unknown>;
  /** Knows every secret of both. */
  remove: RemoveSecrets;
}

/**
 * Takes over what a host hands in.
 *
 * @throws QueryError where it is not an object, or cannot be read.
 */
export function takeOver(sourceOptions: unknown, queryOptions: unknown): Handed {
  const source = copyFields('The connection', sourceOptions);
  const query = copyFields('The query', queryOptions);
  const secrets = [...listConnectionSecrets(source), ...listQuerySecrets(query)];
  return { source, query, remove: createSecretRemover(secrets) };
}

/** The host's own fields; one that throws when it is read fails the query. */
function copyFields(what: string, options: unknown): Record<string, unknown> {
  if (!isJsonObject(options))
    throw invalidOptions('run the query', [
      { field: '', message: `${what} must be an object`, allowed: ['an object'] },
    ]);
  return bare({ ...options });
}

/** Runs what may throw anything; it throws nothing but a QueryError that is fit to leave. */
export async function* guard<Event>(
  handOver: () => Handed,
  run: (handed: Handed) => AsyncIterable<Event[]>
): AsyncGenerator<Event, void> {
  let remove: RemoveSecrets = text => text;
  try {
    const handed = handOver();
    remove = handed.remove;
    for await (const events of run(handed)) for (const event of events) yield filterOutgoing(event, remove);
  } catch (error) {
    throw toOutgoingError(error, remove);
  }
}

/** The same of a connection's test, whose every failure is a result. */
export async function guardTest(
  sourceOptions: unknown,
  test: (source: Record<string, unknown>) => Promise<ConnectionTestResult>
): Promise<ConnectionTestResult> {
  let remove: RemoveSecrets = text => text;
  try {
    const handed = takeOver(sourceOptions, {});
    remove = handed.remove;
    const { message = '', ...result } = filterOutgoing(await test(handed.source), remove);
    return { ...result, message: removeLookalikes(message) };
  } catch (error) {
    const { message, description } = toOutgoingError(error, remove);
    return { status: 'failed', message: `${message}: ${description}` };
  }
}

/** Keys of others than the connection, such as one that was pasted into the wrong field. */
const LOOKALIKES = /\b(?:(?:sk|pk|sess)-(?=[-*.\w]*[\d*])[-*.\w]{8,}|eyJ[-.\w]{10,})/g;
const removeLookalikes: RemoveSecrets = text => text.replace(LOOKALIKES, '[removed]');

/** Characters of one text, and of an error as JSON. */
const MAX_TEXT = 4000;
const MAX_ERROR = 60_000;
const SHOWN_PROBLEMS = 30;

/** An error as a host may show it: a QueryError without secrets, short, and such that JSON can write it. */
function toOutgoingError(thrown: unknown, remove: RemoveSecrets): QueryError {
  const error = thrown instanceof QueryError ? thrown : toBug(thrown);
  const tidy: RemoveSecrets = text => shorten(removeLookalikes(remove(text)));
  const data = tidyData(error.data, tidy, remove);
  const outgoing = new QueryError(tidy(error.message), tidy(error.description), data);
  if (error.metadata) outgoing.metadata = filterOutgoing(error.metadata, tidy);
  // The cause is for logs: it is not enumerable, so no host sends it to an app.
  if (error.cause !== undefined) Object.defineProperty(outgoing, 'cause', { value: error.cause, enumerable: false });
  return outgoing;
}

/** An error that nobody expected. Its message may quote what was being read, so it is not passed on. */
function toBug(thrown: unknown): QueryError {
  return toQueryError({ summary: 'run the query' }, internalFailure(thrown, 'running the query'), { id: '' }, '');
}

function tidyData(data: Record<string, unknown>, tidy: RemoveSecrets, remove: RemoveSecrets): Record<string, unknown> {
  const { problems, text, ...rest } = data;
  const limited = Array.isArray(problems) ? { problems: problems.slice(0, SHOWN_PROBLEMS) } : {};
  const shown: Record<string, unknown> = filterOutgoing({ ...rest, ...limited }, tidy);
  // The part of an answer that arrived is billed, so it is never cut.
  const arrived = typeof text === 'string' ? { text: remove(text) } : {};
  if (JSON.stringify(shown).length <= MAX_ERROR) return { ...shown, ...arrived };
  const { code, category, retryable, hint } = shown;
  return { code, category, retryable, hint, ...arrived };
}

function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}...`;
}
