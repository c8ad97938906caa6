/** Half of a character that takes two units, as cutting a text leaves it. Only lone ones match with the flag u. */
const HALF = /\p{Surrogate}/gu;

/** The value with halves of characters replaced, which most servers reject as invalid JSON; the same value if it has none. */
export function replaceHalves(value: unknown): unknown {
  if (typeof value === 'string') return value.search(HALF) < 0 ? value : value.replace(HALF, '\uFFFD');
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const parts = value.map(replaceHalves);
    return parts.every((part, index) => part === value[index]) ? value : parts;
  }
  const entries = Object.entries(value);
  const replaced = entries.map(([name, inner]) => [name, replaceHalves(inner)] as const);
  const isSame = replaced.every(([, inner], index) => inner === entries[index]?.[1]);
  return isSame ? value : Object.fromEntries(replaced);
}
