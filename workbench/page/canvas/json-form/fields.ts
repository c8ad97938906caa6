import { at, isObject, listAt, textAt } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import { nameAlternatives } from './alternatives';
import { alternativesOf, choicesOf, type Schema, settleSchema } from './schema';

/** How a property is entered. */
type Shape = 'text' | 'number' | 'checkbox' | 'choice' | 'date' | 'lines' | 'json' | 'group' | 'alternatives';

/** A property of a schema as the form shows it. */
export interface JsonField {
  key: string;
  /** As errors name it, such as `address.city`. */
  path: string;
  label: string;
  help: string | undefined;
  placeholder: string;
  isRequired: boolean;
  isNullable: boolean;
  shape: Shape;
  schema: Schema;
  /** Of a list that is entered as lines. */
  items: Schema;
  /** Of a group. */
  fields: JsonField[];
  /** What one of is entered, each with the name that it is chosen by. */
  alternatives: { title: string; field: JsonField }[];
}

/** Where a property stands. */
interface Place {
  root: Schema;
  keys: string[];
  isRequired: boolean;
  /** Of groups and alternatives, which may contain themselves. */
  depth: number;
}

const deepest = 6;

/** The fields of a form, in the schema's order. */
export const readFields = (schema: Schema): JsonField[] =>
  readGroup(settleSchema(schema, schema).schema, schema, [], 1);

function readGroup(group: Schema, root: Schema, above: string[], depth: number): JsonField[] {
  const properties = at(group, 'properties');
  const required = listAt(group, 'required');
  return Object.entries(isObject(properties) ? properties : {}).map(([key, property]) =>
    readField(property, { root, keys: [...above, key], isRequired: required.includes(key), depth })
  );
}

function readField(property: unknown, { root, keys, isRequired, depth }: Place): JsonField {
  const { schema, type, isNullable } = settleSchema(property, root);
  const items = settleSchema(schema['items'], root);
  const shape = shapeOf(schema, type, { ...items.schema, type: items.type }, depth);
  const key = keys.at(-1) ?? '';
  const label = textAt(schema, 'title') ?? toLabel(key);
  return {
    key,
    path: keys.join('.'),
    label,
    help: textAt(schema, 'description'),
    placeholder: readPlaceholder(schema, shape),
    isRequired,
    isNullable: isNullable || listAt(schema, 'enum').includes(null),
    shape,
    // Alternatives and references have been followed.
    schema: { ...schema, type },
    items: { ...items.schema, type: items.type },
    fields: shape === 'group' ? readGroup(schema, root, keys, depth + 1) : [],
    alternatives:
      shape === 'alternatives'
        ? readAlternatives(schema, { root, keys, isRequired: true, depth: depth + 1 }, label)
        : [],
  };
}

/** What is wrong with an alternative is said of the property, by its label. */
function readAlternatives(schema: Schema, place: Place, label: string): JsonField['alternatives'] {
  const alternatives = alternativesOf(schema);
  const titles = nameAlternatives(alternatives.map(alternative => settleSchema(alternative, place.root)));
  return alternatives.map((alternative, index) => ({
    title: titles[index] ?? '',
    field: { ...readField(alternative, place), label },
  }));
}

function shapeOf(schema: Schema, type: string | undefined, items: Schema, depth: number): Shape {
  if (choicesOf(schema).length > 0) return 'choice';
  if (type === 'object' && isObject(schema['properties']) && depth < deepest) return 'group';
  if (alternativesOf(schema).length > 1 && depth < deepest) return 'alternatives';
  if (type === 'boolean') return 'checkbox';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'string') return schema['format'] === 'date' ? 'date' : 'text';
  const hasLines = typeof items['type'] === 'string' && ['string', 'integer', 'number'].includes(items['type']);
  return type === 'array' && hasLines ? 'lines' : 'json';
}

function readPlaceholder(schema: Schema, shape: Shape): string {
  const [example] = listAt(schema, 'examples');
  return shape === 'lines' && Array.isArray(example) ? example.map(toText).join('\n') : toText(example);
}

/** `first_name` and `firstName` as "First name". */
function toLabel(key: string): string {
  const words = key.replace(/([a-z0-9])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  const text = words.replaceAll('_', ' ').trim();
  return text === '' ? key : `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
