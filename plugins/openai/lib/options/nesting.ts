/** Far deeper than any real value. */
export const MAX_LEVELS = 200;

/** Whether a value is so deep, or contains itself, that code that walks through it would run out of stack. Bytes are skipped. */
export function isTooDeep(value: unknown): boolean {
  const waiting: object[] = [];
  const levels: number[] = [];
  const add = (parts: unknown[], level: number) => {
    for (const part of parts) {
      if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) continue;
      waiting.push(part);
      levels.push(level);
    }
  };
  add([value], 1);
  // Depth first, so that a value that contains itself is found at once.
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const level = levels.pop() ?? 0;
    if (level > MAX_LEVELS) return true;
    add(Array.isArray(next) ? next : Object.values(next), level + 1);
  }
  return false;
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
