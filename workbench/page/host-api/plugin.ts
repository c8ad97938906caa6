import { at } from '../../forms/json';
import { callHost } from './call-host';

/** What the host knows of a plugin. */
export interface Plugin {
  /** The connection form. */
  manifest: unknown;
  /** The query form. */
  operations: unknown;
}

/** Asks for the plugin's forms. */
export async function fetchPlugin(): Promise<Plugin> {
  const answer: unknown = await (await callHost('/api/plugin')).json();
  return { manifest: at(answer, 'manifest'), operations: at(answer, 'operations') };
}
