import { useState } from 'react';
import type { Values } from '../form/field';
import { at, isObject } from '../json/at';

/** Which connection queries run on. Kept in this page's memory only, since it may hold a key. */
export interface Connection {
  /** False: the emulator's. */
  isOwn: boolean;
  values: Values;
  /** What a request carries; nothing stands for the emulator. */
  source: Values | undefined;
  choose(isOwn: boolean): void;
  change(key: string, value: unknown): void;
}

/** The connection form's state, from the manifest's defaults. */
export function useConnection(manifest: unknown): Connection {
  const [isOwn, choose] = useState(false);
  const [values, setValues] = useState(() => readDefaults(manifest));
  return {
    isOwn,
    values,
    source: isOwn ? values : undefined,
    choose,
    change: (key, value) => setValues(old => ({ ...old, [key]: value })),
  };
}

/** A manifest's defaults are wrapped: `{ key: { value } }`. */
function readDefaults(manifest: unknown): Values {
  const defaults = at(manifest, 'defaults');
  if (!isObject(defaults)) return {};
  return Object.fromEntries(Object.entries(defaults).map(([key, wrapped]) => [key, at(wrapped, 'value')]));
}
