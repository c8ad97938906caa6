/** Levels that no real value has. */
export const MOST_LEVELS = 200;

/**
 * Whether a value is nested deeper than that, or holds itself: whoever walks through it, JSON included, would run out of
 * stack. Bytes are passed over.
 */
export function isTooDeep(value: unknown): boolean {
  const waiting: object[] = [];
  const levels: number[] = [];
  const add = (parts: unknown[], level: number) => {
    // Vectors, of which there may be many thousands.
    if (typeof parts[0] === 'number' && typeof parts.at(-1) === 'number') return;
    for (const part of parts) {
      if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) continue;
      waiting.push(part);
      levels.push(level);
    }
  };
  add([value], 1);
  // The deepest first, so that what holds itself is found at once.
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const level = levels.pop() ?? 0;
    if (level > MOST_LEVELS) return true;
    add(Array.isArray(next) ? next : Object.values(next), level + 1);
  }
  return false;
}
