/** Far deeper than any real value. */
export const MAX_LEVELS = 200;

/**
 * Whether a value is so deep, or contains itself, that code that walks through it would run out of stack. Bytes are
 * skipped.
 */
export function isTooDeep(value: unknown, level = 1): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  // At the first value that is too deep, this ends, so that it never goes deeper itself.
  if (level > MAX_LEVELS) return true;
  // Not a copy of a list: rows may have thousands of vectors.
  return (Array.isArray(value) ? value : Object.values(value)).some(
    part => typeof part === 'object' && isTooDeep(part, level + 1)
  );
}

/** The same of a JSON text, before it is parsed: V8 needs many times its length for brackets that only open. */
export function isTextTooDeep(json: string): boolean {
  let level = 0;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') at = findEnd(json, at);
    else if (character === '[' || character === '{') level += 1;
    else if (character === ']' || character === '}') level -= 1;
    if (level > MAX_LEVELS) return true;
  }
  return false;
}

/** Where the text that begins at a quote ends. */
function findEnd(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
