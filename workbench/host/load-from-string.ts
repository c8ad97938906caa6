import { requireFromString } from 'module-from-string';
import { type PluginClass, readDefaultExport } from './plugin-service';

/**
 * Loads a bundle as older ToolJet releases do: in a new context for every query, with a copy of all the host's globals
 * and under a random file name, so that V8 compiles the text each time and every context stays in memory.
 */
export function loadFromString(code: string): PluginClass {
  return readDefaultExport(requireFromString(code, { useCurrentGlobal: true }));
}
