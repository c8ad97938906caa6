/**
 * The value with halves of characters replaced by U+FFFD. Cutting a text leaves them where a character takes two units, and most
 * servers reject them as invalid JSON. The same value if it has none.
 */
export function replaceHalves(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return replaceIn(value) ?? value;
  const parts = replaceIn(Object.values(value));
  return parts ? Object.fromEntries(Object.keys(value).map((name, index) => [name, parts[index]])) : value;
}

/** A list with its halves replaced, if it has any: lists may be long, and nearly all have none. */
function replaceIn(values: unknown[]): unknown[] | undefined {
  let replaced: unknown[] | undefined;
  values.forEach((part, index) => {
    const whole = replaceHalves(part);
    if (Object.is(whole, part)) return;
    replaced ??= values.slice();
    replaced[index] = whole;
  });
  return replaced;
}
