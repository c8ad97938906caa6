import type { Schema } from '../catalogue/models';
import { findMeantWord } from './near-miss';
import { typesOf } from './option';

/** What to write instead of a value that is nearly right, such as "0,5" or "100 tokens". */
export function adviseValue(value: unknown, schema: Schema): string | undefined {
  const types = typesOf(schema);
  const meant = typeof value === 'string' && Array.isArray(schema['enum']) && findMeantWord(value, schema['enum']);
  if (meant) return `Did you mean "${meant}"?`;
  if (isEntry(value)) return 'Use its "value" alone';
  if (typeof value === 'object' && types.length === 1 && types[0] === 'string')
    return 'To send it as text, use {{JSON.stringify(...)}}';
  return types.includes('integer') || types.includes('number') ? adviseNumber(value, schema) : undefined;
}

/** What a drop-down of an app gives besides its value: the chosen entry as `{ label, value }`. */
function isEntry(value: unknown): boolean {
  const inner: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'value') : undefined;
  return typeof inner === 'string' || typeof inner === 'number';
}

function adviseNumber(value: unknown, schema: Schema): string | undefined {
  const isInteger = typesOf(schema).includes('integer');
  const exact = typeof value === 'number' ? value : findNumber(value, isInteger);
  // Not a number is what an expression gives for a field that is empty.
  if (exact === undefined || !Number.isFinite(exact)) return 'Leave it empty for the default';
  const near = isInteger ? Math.trunc(exact) : exact;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum: above = -Infinity } = schema;
  const isInvalid = near < Number(minimum) || near > Number(maximum) || near <= Number(above);
  return near === value || isInvalid ? undefined : `Use ${near}`;
}

/** The number in a text such as "1,000 tokens" or "0,5"; a comma may also part thousands of a whole number. */
function findNumber(text: unknown, isInteger: boolean): number | undefined {
  const isShort = typeof text === 'string' && text.length <= 60;
  const [found = ''] = (isShort && /-?\d+([.,]\d+)*/.exec(text)) || [];
  if (isInteger && /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(found)) return Number(found.replaceAll(',', ''));
  return /^-?\d{1,15}([.,]\d{1,15})?$/.test(found) ? Number(found.replace(',', '.')) : undefined;
}
