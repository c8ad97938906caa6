import { isObject, type JsonObject, numberOf, textOf, textsIn } from '../http/json';
import { seedFrom } from './seed';

/** Deeper than this, optional parts are left out, so that a schema that contains itself comes to an end. */
const maximumDepth = 6;

const textsByFormat: Record<string, string> = {
  date: '2026-03-14',
  time: '09:26:53Z',
  'date-time': '2026-03-14T09:26:53Z',
  duration: 'P3D',
  email: 'ada@example.com',
  hostname: 'www.example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://www.example.com/page',
  uuid: '3f2b8c1e-5a4d-4e6f-9b7a-1c2d3e4f5a6b',
};

const textsForPatterns = [
  'A1',
  'AB',
  'abc',
  'ABC',
  'ABC-123',
  '1234',
  '12345',
  '2026-03-14',
  '+15550100',
  '#33aa77',
  '0',
];

interface Place {
  root: JsonObject;
  subject: string;
  name: string;
  depth: number;
}

function resolveReference(reference: string, root: JsonObject): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  return steps.reduce<unknown>((value, step) => {
    const key = decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~');
    return isObject(value) ? value[key] : undefined;
  }, root);
}

function makeText(schema: JsonObject, { subject, name }: Place): string {
  const formatted = textsByFormat[textOf(schema['format'])];
  if (formatted) return formatted;
  const pattern = textOf(schema['pattern']);
  const matching = pattern && textsForPatterns.find(text => new RegExp(pattern).test(text));
  if (matching) return matching;

  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  const isName = ['', 'subject', 'name', 'title', 'topic', 'value', 'item', 'answer'].includes(words);
  const text = isName ? subject : `${words} of ${subject}`;
  const padded = text.padEnd(numberOf(schema['minLength'], 0), '.');
  return padded.slice(0, numberOf(schema['maxLength'], padded.length));
}

function makeNumber(schema: JsonObject, { subject, name }: Place): number {
  const isWhole = textsIn(schema['type']).includes('integer');
  const step = numberOf(schema['multipleOf'], isWhole ? 1 : 0.5);
  const lowest = numberOf(schema['minimum'], numberOf(schema['exclusiveMinimum'], Number.NaN));
  const highest = numberOf(schema['maximum'], numberOf(schema['exclusiveMaximum'], Number.NaN));
  const first = Number.isNaN(lowest) ? Math.min(1, Number.isNaN(highest) ? 1 : highest - 10 * step) : lowest;
  const last = Number.isNaN(highest) ? first + 20 * step : highest;

  const firstStep = Math.ceil(first / step) + (first === schema['exclusiveMinimum'] && first % step === 0 ? 1 : 0);
  const lastStep = Math.floor(last / step) - (last === schema['exclusiveMaximum'] && last % step === 0 ? 1 : 0);
  if (firstStep > lastStep) return (first + last) / 2;
  return (firstStep + (seedFrom(subject + name) % (lastStep - firstStep + 1))) * step;
}

function makeArray(schema: JsonObject, place: Place): unknown[] {
  const fewest = numberOf(schema['minItems'], place.depth < maximumDepth ? 2 : 0);
  const count = Math.min(fewest, numberOf(schema['maxItems'], fewest));
  const name = place.name.replace(/s$/, '');
  return Array.from({ length: count }, (_, index) => {
    const subject = index === 0 ? place.subject : `${place.subject} ${index + 1}`;
    return makeValue(schema['items'], { ...place, name, subject, depth: place.depth + 1 });
  });
}

function makeObject(schema: JsonObject, place: Place): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = textsIn(schema['required']);
  const names = Object.keys(properties).filter(name => place.depth < maximumDepth || required.includes(name));
  const entries = names.map(name => [name, makeValue(properties[name], { ...place, name, depth: place.depth + 1 })]);
  return Object.fromEntries(entries);
}

function typeOf(schema: JsonObject): string {
  const [type] = textsIn(schema['type']).filter(candidate => candidate !== 'null');
  if (type) return type;
  if (schema['type'] !== undefined) return 'null';
  if (isObject(schema['properties'])) return 'object';
  return 'items' in schema ? 'array' : 'string';
}

/** The branch to follow: the first, or the last one (usually null) where a recursive schema must end. */
function chooseBranch(branches: unknown[], depth: number): unknown {
  return depth < maximumDepth ? branches[0] : branches[branches.length - 1];
}

function makeValue(given: unknown, place: Place): unknown {
  if (!isObject(given)) return place.subject;
  if (typeof given['$ref'] === 'string') {
    return makeValue(resolveReference(given['$ref'], place.root), { ...place, depth: place.depth + 1 });
  }
  const parts = Array.isArray(given['allOf']) ? given['allOf'].filter(isObject) : [];
  const schema: JsonObject = Object.assign({}, ...parts, given);
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum']))
    return schema['enum'][seedFrom(place.subject + place.name) % schema['enum'].length];
  const branches = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(branches)) return makeValue(chooseBranch(branches, place.depth), place);

  switch (typeOf(schema)) {
    case 'object':
      return makeObject(schema, place);
    case 'array':
      return makeArray(schema, place);
    case 'integer':
    case 'number':
      return makeNumber(schema, place);
    case 'boolean':
      return seedFrom(place.subject + place.name) % 2 === 0;
    case 'null':
      return null;
    default:
      return makeText(schema, place);
  }
}

/** A value that obeys a JSON Schema and speaks of the subject where it can. */
export function makeFromSchema(schema: unknown, subject: string): unknown {
  return makeValue(schema, { root: isObject(schema) ? schema : {}, subject, name: '', depth: 0 });
}
