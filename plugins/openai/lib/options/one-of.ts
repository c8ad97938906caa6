import { either } from './either';

/** "one of a, b", or "a" where there is no other. */
export function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
}

/** A long list as a few examples: "a model such as a, b or c". */
export function someOf(ids: readonly string[]): string {
  return ids.length > 5 ? `a model such as ${either(ids.slice(0, 3))}` : oneOf(ids);
}
