/** A table; a cell's bars and line breaks are made harmless. */
export function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''];
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', '<br>');

export const code = (text: string): string => `\`${text}\``;

/** A block of JSON, short lists and objects on one line. */
export const json = (value: unknown): string[] => ['```json', format(value, ''), '```', ''];

function format(value: unknown, indent: string): string {
  const short = JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  if (typeof value !== 'object' || value === null || short.length + indent.length < 100) return short;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map(item => format(item, inner))
    : Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${format(part, inner)}`);
  return `${open}\n${parts.map(part => inner + part).join(',\n')}\n${indent}${close}`;
}
