/**
 * The value with halves of characters replaced by U+FFFD. Cutting a text leaves them where a character takes two units, and most
 * servers reject them as invalid JSON. The same value if it has none.
 */
export function replaceHalves(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const parts = value.map(replaceHalves);
    return parts.every((part, index) => part === value[index]) ? value : parts;
  }
  const values: unknown[] = Object.values(value);
  const parts = values.map(replaceHalves);
  const isSame = parts.every((part, index) => part === values[index]);
  return isSame ? value : Object.fromEntries(Object.keys(value).map((name, index) => [name, parts[index]]));
}
