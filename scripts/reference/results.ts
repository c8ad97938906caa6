import content from './results.json';

/** What a result holds, by the path of each part such as `rows[].score?`; a sentence where it is no fixed set. */
export type DataFields = Record<string, string> | string;

interface Entry {
  does?: string;
  data?: DataFields;
}

const shapes: Record<string, DataFields> = content.shapes;
const entries: Record<string, Entry> = content.operations;

/** What an entry of the form does, in a line. */
export function describeEntry(id: string): string {
  const { does } = entries[id] ?? {};
  if (!does) throw new Error(`scripts/reference/results.json does not say what ${id} does`);
  return does;
}

/** `data` of an operation; an action without words of its own gives what its group does. */
export function describeData(id: string): DataFields {
  const data = entries[id]?.data;
  if (typeof data === 'string') return shapes[data] ?? data;
  if (data) return data;
  if (!id.includes('.')) throw new Error(`scripts/reference/results.json does not say what ${id} gives`);
  return describeData(id.replace(/\.\w+$/, ''));
}

/** The keys of `data`, and those of them that are always there; none where it is no fixed set. */
export function listKeys(id: string): { always: string[]; all: string[] } {
  const data = describeData(id);
  const paths = typeof data === 'string' ? [] : Object.keys(data);
  const keyOf = (path: string) => path.replace(/[[?.].*/, '');
  return {
    always: [...new Set(paths.filter(path => !path.includes('?') || path.includes('[].')).map(keyOf))],
    all: [...new Set(paths.map(keyOf))],
  };
}
