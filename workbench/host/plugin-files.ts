import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadInContext } from './load-in-context';
import type { PluginClass } from './plugin-service';

/** The plugin that this repository makes. */
export const defaultPluginDirectory = resolve(__dirname, '../../plugins/openai');

/** The three files that a host stores beside the bundle. */
export interface PluginForms {
  /** The connection form. */
  manifest: unknown;
  /** The query form. */
  operations: unknown;
  /** SVG text. */
  icon: string;
}

/**
 * Reads what draws a plugin's forms.
 *
 * @throws Error naming the file that is missing or not JSON.
 */
export async function readForms(directory: string): Promise<PluginForms> {
  const [manifest, operations, icon] = await Promise.all([
    readJson(directory, 'manifest.json'),
    readJson(directory, 'operations.json'),
    readPluginFile(directory, 'icon.svg'),
  ]);
  return { manifest, operations, icon };
}

/**
 * Reads the bundle and gives its loader. Called for every query, so a rebuilt bundle takes effect at once.
 *
 * @throws Error saying how to build where there is no bundle.
 */
export async function readBundle(directory: string): Promise<() => PluginClass> {
  const code = await readPluginFile(directory, join('dist', 'index.js'));
  return () => loadInContext(code);
}

async function readPluginFile(directory: string, name: string): Promise<string> {
  try {
    return await readFile(join(directory, name), 'utf8');
  } catch (error) {
    throw new Error(`Cannot read the plugin's ${name} in ${directory}; npm run build makes it`, { cause: error });
  }
}

async function readJson(directory: string, name: string): Promise<unknown> {
  const text = await readPluginFile(directory, name);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The plugin's ${name} in ${directory} is not JSON`, { cause: error });
  }
}
