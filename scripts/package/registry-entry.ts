import { description, version } from '../../plugins/openai/package.json';
import { PLUGIN_ID } from './release';

/** The plugin's entry for ToolJet's list of marketplace plugins, `plugins.json`. */
export function writeRegistryEntry(): Record<string, unknown> {
  return {
    name: 'OpenAI',
    description,
    version,
    id: PLUGIN_ID,
    author: 'Tooljet',
    timestamp: RELEASED.toUTCString(),
    repo: '',
    tags: ['AI'],
  };
}

/** The day of the version in package.json, not of the build: the same input gives the same bytes. */
const RELEASED = new Date(Date.UTC(2026, 10, 28));
