import type { RE2JS } from 're2js';

type Engine = typeof RE2JS;

let engine: Engine | undefined;
let loading: Promise<void> | undefined;

/** Loads what matches patterns in time that grows with the text alone, whatever the pattern; only where one is needed. */
export function loadPatterns(): Promise<void> {
  loading ??= import('re2js').then(loaded => {
    engine = loaded.RE2JS;
  });
  return loading;
}

/** Whether a schema has a pattern that cannot be checked yet. */
export const needsPatterns = (schema: unknown): boolean =>
  engine === undefined && (JSON.stringify(schema) ?? '').includes('"pattern":');

/** Whether a text fits, or that the pattern is none that can be checked; a text fits until patterns are loaded. */
export function matchPattern(pattern: string, text: string): boolean | 'unsupported' {
  if (!engine) return true;
  try {
    return engine.compile(engine.translateRegExp(pattern)).matcher(text).find();
  } catch {
    return 'unsupported';
  }
}
