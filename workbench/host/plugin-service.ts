import type { QueryService } from '@tooljet/plugins-sdk-shim';

/** What a plugin gives while an answer arrives; `result` is the last event. */
export interface StreamEvent {
  type: string;
  [field: string]: unknown;
}

/** A plugin as a host sees it: ToolJet's contract, plus the stream that a host may use if the plugin has one. */
export interface PluginService extends QueryService {
  stream?(
    sourceOptions: object,
    queryOptions: object,
    options: { signal: AbortSignal; live?: boolean }
  ): AsyncIterable<StreamEvent>;
}

/** The default export of a plugin's bundle. */
export type PluginClass = new () => PluginService;

/**
 * Takes the class out of a bundle's exports.
 *
 * @throws TypeError when the default export is not a class.
 */
export function readDefaultExport(exported: unknown): PluginClass {
  const value: unknown =
    typeof exported === 'object' && exported !== null ? Reflect.get(exported, 'default') : undefined;
  if (!isPluginClass(value)) throw new TypeError('The bundle has no class as its default export');
  return value;
}

// A realm boundary lies between, so there is no prototype to test against.
const isPluginClass = (value: unknown): value is PluginClass => typeof value === 'function';
