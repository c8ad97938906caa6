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
 */
export async function* streamQuery(
  load: () => PluginClass,
  sourceOptions: object,
  queryOptions: object,
  signal: AbortSignal
): AsyncGenerator<StreamEvent | ResultEvent, void> {
  try {
    const Plugin = load();
    const service = new Plugin();
    if (service.stream) {
      yield* service.stream(sourceOptions, queryOptions, { signal });
      return;
    }
    yield { type: 'result', result: await runQuery(() => Plugin, sourceOptions, queryOptions) };
  } catch (error) {
    yield { type: 'result', result: toFailedResult(error) };
  }
}
