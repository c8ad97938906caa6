import { loadFromString } from '../../workbench/host/load-from-string';
import { loadInContext } from '../../workbench/host/load-in-context';

/** The two ways in which hosts are known to load the plugin, for every query anew. */
export const loaders = [
  ['vm context', loadInContext],
  ['module-from-string', loadFromString],
] as const;
