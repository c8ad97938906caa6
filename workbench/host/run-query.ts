import { type FailedResult, toFailedResult } from './failed-result';
import type { PluginClass } from './plugin-service';
import { startTimeout } from './query-timeout';

/** What the host tells a plugin about the connection and the app beside the options. */
const dataSourceId = 'workbench-development';
const updatedAt = '2026-01-01T00:00:00.000Z';
const context = { user: { id: 'workbench-user' }, app: { id: 'workbench-app', isPublic: false } };

/**
 * Runs one query as ToolJet's server does and gives what the browser would receive.
 *
 * @param load Gives the plugin's class; called once, as the host loads a bundle anew for every query.
 */
export async function runQuery(
  load: () => PluginClass,
  sourceOptions: object,
  queryOptions: object
): Promise<object | FailedResult> {
  const timeout = startTimeout(queryOptions);
  try {
    const Plugin = load();
    const running = new Plugin().run(sourceOptions, queryOptions, dataSourceId, updatedAt, context);
    return await Promise.race([running, timeout.expired]);
  } catch (error) {
    return toFailedResult(error);
  } finally {
    timeout.clear();
  }
}
