const longest = 200;

/** A value in one line: its beginning if it is a text, its size if it has parts. */
export function summarise(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? '[1 item]' : `[${value.length} items]`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    return names.length > 4
      ? `{ ${names.slice(0, 4).join(', ')}, … }`
      : `{ ${names.join(', ')} }`.replace('{  }', '{}');
  }
  if (typeof value !== 'string') return String(value);
  if (value.length <= longest) return JSON.stringify(value);
  const shown = /^data:/.test(value) ? 40 : longest;
  return `${JSON.stringify(value.slice(0, shown)).slice(0, -1)}…" (${value.length.toLocaleString('en-US')} characters)`;
}
