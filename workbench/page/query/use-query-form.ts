import { useState } from 'react';
import type { Values } from '../form/field';
import { at, isObject } from '../json/at';

/** The query form's state. */
export interface QueryForm {
  values: Values;
  change(key: string, value: unknown): void;
}

/** A new query: the form's defaults are copied into it once. */
export function useQueryForm(operations: unknown): QueryForm {
  const [values, setValues] = useState<Values>(() => {
    const defaults = at(operations, 'defaults');
    return isObject(defaults) ? { ...defaults } : {};
  });
  return { values, change: (key, value) => setValues(old => ({ ...old, [key]: value })) };
}
