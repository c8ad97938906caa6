import type { Shape } from './shape';

type TypeName = 'null' | 'boolean' | 'file' | 'text' | 'number' | 'list' | 'objects';

const names: [type: TypeName, name: string][] = [
  ['text', 'a string'],
  ['number', 'a decimal'],
  ['boolean', 'a boolean'],
  ['list', 'an array'],
  ['objects', 'an object'],
  ['file', 'a file'],
  ['null', 'null'],
];

/** The type of a value, as shapes name it. */
export function typeOf(value: unknown): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (Buffer.isBuffer(value)) return 'file';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'objects';
}

/** What a value may be, as the API says it: "one of a string or an array". */
export function nameAllowed(shape: Shape): string {
  const allowed = names
    .filter(([type]) => type !== 'null' && shape[type] !== undefined)
    .map(([type, name]) => (type === 'number' && shape.number?.integer ? 'an integer' : name));
  return allowed.length > 1 ? `one of ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}` : (allowed[0] ?? 'null');
}
