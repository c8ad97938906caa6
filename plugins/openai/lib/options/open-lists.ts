import type { Schema } from '../catalogue/models';
import { countOf } from './count';
import { isJsonObject } from './json-object';
import { findMeantWord } from './near-miss';
import type { Problem } from './option';

/**
 * Lists of values that the API extends from week to week, marked by `open`. A value that is not in them is sent, since
 * this version may be older than the value; only typing errors and what is not a word are invalid.
 */

/** The values that the API has today. */
export const openList = (...values: string[]): { enum: string[]; open: true } => ({ enum: values, open: true });

/** The schema as it is checked: without its open lists. */
function withoutOpenLists(schema: Schema): Schema {
  const { properties, items } = schema;
  const { enum: _, open, also, ...rest } = schema;
  return {
    ...(open ? rest : schema),
    ...(isJsonObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, isJsonObject(inner) ? withoutOpenLists(inner) : inner])
      ),
    }),
    ...(isJsonObject(items) && { items: withoutOpenLists(items) }),
  };
}

/** The same of several schemas. */
export function withoutAllOpenLists(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutOpenLists(schema)]));
}

/** A value that is in no list of today. */
interface OpenValue {
  field: string;
  value: string;
  known: unknown[];
}

/** The values within one option that are not in their open lists. */
function findOpenValues(field: string, value: unknown, schema: Schema): OpenValue[] {
  if (typeof value === 'string') return isKnown(value, schema) ? [] : [{ field, value, known: listOf(schema) }];
  const { items, properties } = schema;
  if (Array.isArray(value)) {
    if (!isJsonObject(items)) return [];
    return value.flatMap((entry, index) => findOpenValues(`${field}[${index}]`, entry, items));
  }
  if (!isJsonObject(value) || !isJsonObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, inner]) =>
    isJsonObject(inner) && Object.hasOwn(value, name) ? findOpenValues(`${field}.${name}`, value[name], inner) : []
  );
}

const listOf = ({ enum: values }: Schema): unknown[] => (Array.isArray(values) ? values : []);

function isKnown(value: string, schema: Schema): boolean {
  const { open, also } = schema;
  if (!open || listOf(schema).includes(value)) return true;
  return typeof also === 'string' && new RegExp(also).test(value);
}

/** No value of the API is longer; anything else may be private text in the wrong place. */
const WORD = /^[\w.:-]{1,27}$/;

/**
 * Looks at the values of open lists: typing errors and longer texts are problems, new values get a warning.
 *
 * @param schemas The options, narrowed by the limits of the model.
 */
export function inspectOpenLists(
  schemas: Record<string, Schema>,
  values: Record<string, unknown>,
  warn: (parameter: string, reason: string) => void
): Problem[] {
  const found = Object.entries(schemas).flatMap(([name, schema]) => findOpenValues(name, values[name], schema));
  const problems: Problem[] = [];
  const warned = new Set<string>();
  for (const { field, value, known } of found) {
    const list = known.join(', ');
    const meant = findMeantWord(value, known);
    if (meant !== undefined) {
      const message = `${field} must be one of ${list}; got "${value}". Did you mean "${meant}"?`;
      problems.push({ field, message, allowed: known });
      continue;
    }
    if (!WORD.test(value)) {
      const message = `${field} must be one of ${list}; got a string of ${countOf(value.length, 'character')}`;
      problems.push({ field, message, allowed: known });
      continue;
    }
    const reason = `"${value}" is not one of the values that this version knows (${list}); it was sent as it is`;
    const [root = field] = field.split(/[.[]/);
    if (!warned.has(root + reason)) warn(root, reason);
    warned.add(root + reason);
  }
  return problems;
}
