/** Lines are broken only within what is longer. */
const LONGEST = 120;

/** JSON with a line for each entry of what is long, and without indentation, which would be a quarter of a form. */
export function writeInShortLines(value: unknown): string {
  const text = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || text.length <= LONGEST) return text;
  if (Array.isArray(value)) return `[\n${value.map(writeInShortLines).join(',\n')}\n]`;
  // As JSON.stringify does, what is undefined is left out.
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{\n${entries.map(([key, entry]) => `${JSON.stringify(key)}:${writeInShortLines(entry)}`).join(',\n')}\n}`;
}
