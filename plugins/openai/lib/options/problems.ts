import type { ErrorObject } from 'ajv';
import { describeImageSize, type ImageSizeRule } from '../catalogue/image-size';
import type { Rule, Schema } from '../catalogue/models';
import { type Checks, findErrors } from './checker';
import { type Problem, typesOf } from './option';

/**
 * Checks options and says what is wrong as a person would: field, value, what is taken.
 *
 * @param stated What is taken of each option in all: the operation's own statement narrowed by the model's.
 * @param whoTakes Who takes that: a model's id, or "it".
 */
export function findProblems(
  checks: Checks,
  values: object,
  stated: Record<string, Schema>,
  whoTakes: (option: string) => string
): Problem[] {
  return findErrors(checks, values)
    .filter(({ keyword }) => keyword !== 'if')
    .map(error => {
      const [name = '', ...inner] = error.instancePath.split('/').slice(1);
      const schema = stated[name] ?? {};
      const rule = checks.rules[Number(/^#\/allOf\/(\d+)/.exec(error.schemaPath)?.[1])];
      if (rule) return breakRule(rule, error, name, values, stated);
      if (error.keyword === 'required') return missing(error, error.instancePath, stated);
      if (inner.length > 0) return innerProblem(error, [name, ...inner], values, schema);
      return wrongValue(name, Reflect.get(values, name), schema, whoTakes(name));
    });
}

/** "functions[0].name" is part of "functions". */
export const rootOf = (field: string): string => field.replace(/[.[].*$/, '');

/** Problems told of one option; a list of rows can be long, and so could be what is wrong with it. */
const MOST_TOLD = 10;

/** The first problems of each option, and how many more there are. */
export function tellFirst(problems: Problem[]): Problem[] {
  const counts = new Map<string, number>();
  const told = problems.filter(({ field }) => {
    const count = (counts.get(rootOf(field)) ?? 0) + 1;
    counts.set(rootOf(field), count);
    return count <= MOST_TOLD;
  });
  const more = [...counts].filter(([, count]) => count > MOST_TOLD);
  const say = ([field, count]: [string, number]): Problem => ({
    field,
    message: `${field} has ${(count - MOST_TOLD).toLocaleString('en-US')} more faults`,
  });
  return [...told, ...more.map(say)];
}

function breakRule(
  rule: Rule,
  error: ErrorObject,
  name: string,
  values: object,
  stated: Record<string, Schema>
): Problem {
  const field = error.keyword === 'required' ? String(error.params['missingProperty']) : name;
  const value: unknown = Reflect.get(values, field);
  const given = value === undefined ? 'not set' : show(value, stated[field] ?? {});
  const { [field]: wanted } = { ...(rule.then['properties'] as Record<string, Schema> | undefined) };
  const { allowed } = describe({ ...stated[field], ...wanted });
  return { field, message: `${field} is ${given}; ${rule.because}`, allowed };
}

function missing(error: ErrorObject, path: string, options: Record<string, Schema>): Problem {
  const field = toField(path, String(error.params['missingProperty']));
  const description = path === '' ? options[field]?.['description'] : undefined;
  return { field, message: `${field} is required${typeof description === 'string' ? `: ${description}` : ''}` };
}

function innerProblem(error: ErrorObject, path: string[], values: object, { accepts }: Schema): Problem {
  const field = toField(`/${path.slice(0, -1).join('/')}`, path.at(-1) ?? '');
  const { allowedValues, type } = error.params;
  if (Array.isArray(allowedValues)) {
    const value = path.reduce<unknown>((inner, step) => (inner ? Reflect.get(Object(inner), step) : undefined), values);
    // A word may be a slip of the pen; anything longer may be somebody's text in the wrong place.
    const isWord = typeof value === 'string' && /^[\w.-]{1,30}$/.test(value);
    const given = show(value, isWord ? { enum: allowedValues } : { type: 'string' });
    return { field, message: `${field} is ${given}; it accepts ${allowedValues.join(', ')}`, allowed: allowedValues };
  }
  if (error.keyword === 'pattern' && typeof accepts === 'string')
    return { field, message: `${field} is none; it accepts ${accepts}`, allowed: [accepts] };
  const { text, allowed } = describe({ type: type ?? 'string' });
  return { field, message: `${field} must be ${text}${type ? '' : ', not an empty one'}`, allowed };
}

function wrongValue(name: string, value: unknown, schema: Schema, who: string): Problem {
  const { text, allowed } = describe(schema);
  const blank = typeof value === 'string' && value.trim() === '';
  const given = blank ? 'blank' : show(value, schema);
  return { field: name, message: `${name} is ${given}; ${who} accepts ${text}`, allowed };
}

/** "/message_history/0" and "role" become "message_history[0].role". */
function toField(path: string, last: string): string {
  const steps = [...path.split('/').slice(1), last].map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

const count = (value: unknown) => Number(value).toLocaleString('en-US');

/** The value as a message may show it: what people write freely stays private, only its size is told. */
function show(value: unknown, schema: Schema): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    const isFree = typesOf(schema).includes('string') && !schema['enum'] && !schema['imageSize'] && !schema['anyOf'];
    return isFree || value.length > 60 ? `a text of ${count(value.length)} characters` : `"${value}"`;
  }
  return Array.isArray(value) ? `a list of ${count(value.length)}` : 'an object';
}

/** What a schema takes, in words and as a list. */
export function describe(schema: Schema): { text: string; allowed: unknown[] } {
  if (Array.isArray(schema['enum'])) return { text: schema['enum'].join(', '), allowed: schema['enum'] };
  if (schema['imageSize']) {
    const rule = schema['imageSize'] as ImageSizeRule;
    return { text: describeImageSize(rule), allowed: [...rule.values, 'WIDTHxHEIGHT'] };
  }
  if (typeof schema['accepts'] === 'string') return { text: schema['accepts'], allowed: [schema['accepts']] };
  if (Array.isArray(schema['anyOf'])) {
    const kinds = schema['anyOf'].map(describe);
    return { text: kinds.map(({ text }) => text).join(', or '), allowed: kinds.flatMap(({ allowed }) => allowed) };
  }
  const kinds = typesOf(schema).map(type => describeType(type, schema));
  return { text: kinds.join(' or '), allowed: kinds };
}

function describeType(type: string, schema: Schema): string {
  const { minimum, maximum, minItems, maxItems, maxLength } = schema;
  switch (type) {
    case 'number':
    case 'integer': {
      const kind = type === 'integer' ? 'a whole number' : 'a number';
      if (minimum !== undefined && minimum === maximum) return count(minimum);
      if (minimum !== undefined && maximum !== undefined) return `${kind} from ${count(minimum)} to ${count(maximum)}`;
      if (minimum !== undefined) return `${kind} of at least ${count(minimum)}`;
      return maximum === undefined ? kind : `${kind} of at most ${count(maximum)}`;
    }
    case 'boolean':
      return 'true or false';
    case 'array':
      if (maxItems !== undefined) return `a list of ${count(minItems ?? 0)} to ${count(maxItems)}`;
      return minItems === undefined ? 'a list' : `a list of at least ${count(minItems)}`;
    case 'object':
      return 'a JSON object';
    default:
      return maxLength === undefined ? 'a text' : `a text of at most ${count(maxLength)} characters`;
  }
}
