import { type FailedResult, toFailedResult } from './failed-result';
import type { PluginClass, StreamEvent } from './plugin-service';
import { runQuery } from './run-query';

/** The last event of every stream, whether the query succeeded or failed. */
export interface ResultEvent extends StreamEvent {
  type: 'result';
  result: object | FailedResult;
}

/**
 * Runs one query and gives what arrives while it arrives. ToolJet has no such thing; a plugin without `stream` is run
 * in the ordinary way, and its result is the only event.
 *
 * @param load Gives the plugin's class; called once.
 * @param signal Stops the query.
 * @param live Whether the plugin asks for answers as streams.
 */
export async function* streamQuery(
  load: () => PluginClass,
  sourceOptions: object,
  queryOptions: object,
  signal: AbortSignal,
  live = true
): AsyncGenerator<StreamEvent | ResultEvent, void> {
  try {
    const Plugin = load();
    const service = new Plugin();
    if (service.stream) {
      yield* service.stream(sourceOptions, queryOptions, { signal, live });
      return;
    }
    yield { type: 'result', result: await runQuery(() => Plugin, sourceOptions, queryOptions) };
  } catch (error) {
    yield { type: 'result', result: toFailedResult(error) };
  }
}

/**
 * Runs one query to its end, so that it can be stopped: a host's own way has no signal.
 *
 * @param signal Stops the query, and with it what would still be billed.
 */
export async function runToEnd(
  load: () => PluginClass,
  sourceOptions: object,
  queryOptions: object,
  signal: AbortSignal
): Promise<object | FailedResult> {
  let result: object | FailedResult = toFailedResult(new Error('The query ended without a result'));
  for await (const event of streamQuery(load, sourceOptions, queryOptions, signal, false)) {
    if (event.type === 'result' && typeof event['result'] === 'object' && event['result'] !== null)
      result = event['result'];
  }
  return result;
}
