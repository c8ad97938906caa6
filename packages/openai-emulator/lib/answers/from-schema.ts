import { isObject, type JsonObject, numberOf, textOf, textsIn } from '../http/json';
import { chooseOption } from './classify';
import { similarity } from './meaning';
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
  /** Everything that was asked, for what can be taken from it. */
  text: string;
  /** The numbers in it that are not used yet. */
  numbers: number[];
  name: string;
  depth: number;
}

/** A text that a pattern allows; undefined where none is known. */
export function makeTextFor(pattern: string, subject: string): string | undefined {
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  return [subject, ...subject.split(' '), ...textsForPatterns].find(text => whole.test(text));
}

function resolveReference(reference: string, root: JsonObject): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  return steps.reduce<unknown>((value, step) => {
    const key = decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~');
    return isObject(value) ? value[key] : undefined;
  }, root);
}

/** The words of a property's name, however they are joined. */
function wordsOfName(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
}

const recognisable: [name: RegExp, value: RegExp][] = [
  [/e ?mail/, /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/],
  [/\b(url|link|website)\b/, /https?:\/\/\S+/],
  [/date|\bday\b/, /\d{4}-\d{2}-\d{2}/],
  [
    /\b(city|town|place|location|destination|country|region)\b/,
    /(?<=\b(?:in|for|from|to|of|at|near) )\p{Lu}\p{Ll}[\p{L}-]*(?: \p{Lu}\p{Ll}[\p{L}-]*)*/u,
  ],
  [/\b(sku|code|number|id|reference)\b/, /\b[A-Z]{1,5}-?\d[\w-]*\b/],
  [/\bname\b/, /(?<=\b(?:called|named|name is|I am|from|by) )\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)*/u],
];

/** What a text says under a name, where its form shows it. */
function findInText(words: string, text: string): string | undefined {
  const [, value] = recognisable.find(([name]) => name.test(words)) ?? [];
  return value?.exec(text)?.[0];
}

function fitsLength({ length }: string, schema: JsonObject): boolean {
  return length >= numberOf(schema['minLength'], 0) && length <= numberOf(schema['maxLength'], length);
}

function makeText(schema: JsonObject, { subject, name, text }: Place): string {
  const formatted = textsByFormat[textOf(schema['format'])];
  if (formatted) return formatted;
  const pattern = textOf(schema['pattern']);
  const matching = pattern && textsForPatterns.find(candidate => new RegExp(pattern).test(candidate));
  if (matching) return matching;

  const words = wordsOfName(name);
  const found = findInText(words, text);
  if (found && fitsLength(found, schema)) return found;
  const isName = ['', 'subject', 'name', 'title', 'topic', 'value', 'item', 'answer'].includes(words);
  const made = isName ? subject : `${words} of ${subject}`;
  const padded = made.padEnd(numberOf(schema['minLength'], 0), '.');
  return padded.slice(0, numberOf(schema['maxLength'], padded.length));
}

/** Schemas state the limits of a format as bounds, which say nothing of what is meant. */
const largestBound = 1e9;
const usualNumbers: [name: RegExp, lowest: number, highest: number][] = [
  [/year/, 1990, 2026],
  [/\bage\b/, 18, 80],
  [/percent|confidence|score|probability/, 0, 100],
  [/price|cost|total|amount|sum/, 5, 500],
  [/month/, 1, 12],
  [/\bday\b/, 1, 28],
  [/hour/, 0, 23],
];

function boundOf(schema: JsonObject, name: string): number | undefined {
  const bound = schema[name];
  return typeof bound === 'number' && Math.abs(bound) < largestBound ? bound : undefined;
}

function makeNumber(schema: JsonObject, place: Place): number {
  const { subject, name, numbers } = place;
  const isWhole = textsIn(schema['type']).includes('integer');
  const step = numberOf(schema['multipleOf'], isWhole ? 1 : 0.5);
  const [above, below] = [boundOf(schema, 'exclusiveMinimum'), boundOf(schema, 'exclusiveMaximum')];
  const lowest = boundOf(schema, 'minimum') ?? above;
  const highest = boundOf(schema, 'maximum') ?? below;
  const said = numbers.findIndex(
    number =>
      number >= (lowest ?? -largestBound) &&
      number <= (highest ?? largestBound) &&
      number !== above &&
      number !== below &&
      Number.isInteger(number / (isWhole ? step : numberOf(schema['multipleOf'], Number.MIN_VALUE)))
  );
  if (said >= 0) return numbers.splice(said, 1)[0] ?? 0;

  const usual = usualNumbers.find(([pattern]) => pattern.test(wordsOfName(name)));
  const usualLowest = usual?.[1] ?? 1;
  const first = lowest ?? Math.min(usualLowest, (highest ?? usualLowest + 10 * step) - 10 * step);
  const last = highest ?? Math.max(usual?.[2] ?? 0, first + 20 * step);
  const firstStep = Math.ceil(first / step) + (first === above && first % step === 0 ? 1 : 0);
  const lastStep = Math.floor(last / step) - (last === below && last % step === 0 ? 1 : 0);
  if (firstStep > lastStep) return (first + last) / 2;
  return (firstStep + (seedFrom(subject + name) % (lastStep - firstStep + 1))) * step;
}

const denial = /\b(no|not|never|without|none)\b/i;

/** Whether a text says what a name is about; of what it does not speak of, always the same. */
function isSaid(words: string, { text, subject, name }: Place): boolean {
  if (similarity(text, words) > 0.15) return !denial.test(text);
  return seedFrom(subject + name) % 2 === 0;
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
  if (Array.isArray(schema['enum'])) return schema['enum'][chooseOption(place.text, schema['enum'].map(String))];
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
      return isSaid(wordsOfName(place.name).replace(/^(is|has|was) /, ''), place);
    case 'null':
      return null;
    default:
      return makeText(schema, place);
  }
}

/** A value that obeys a JSON Schema and speaks of the subject where it can. */
export function makeFromSchema(schema: unknown, subject: string, text = subject): unknown {
  const numbers = (text.match(/(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.-]*\d)/g) ?? []).map(Number);
  return makeValue(schema, { root: isObject(schema) ? schema : {}, subject, text, numbers, name: '', depth: 0 });
}
