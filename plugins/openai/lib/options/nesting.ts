/** Far deeper than any real value. */
export const MAX_LEVELS = 200;

/** Whether a value is so deep, or contains itself, that code that walks through it would run out of stack. Bytes are skipped. */
export function isTooDeep(value: unknown): boolean {
  const waiting: object[] = [];
  const levels: number[] = [];
  const add = (parts: unknown[], level: number) => {
    // Vectors may come by the thousand, and numbers have no levels.
    if (typeof parts[0] === 'number' && typeof parts.at(-1) === 'number') return;
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
