import type { ErrorObject } from 'ajv';
import { describeImageSize, type ImageSizeRule } from '../catalogue/image-size';
import type { Rule, Schema } from '../catalogue/models';
import { adviseValue } from './advise-value';
import { type Checks, findErrors } from './checker';
import { countOf } from './count';
import { either } from './either';
import { MAX_ERRORS } from './max-errors';
import { oneOf } from './one-of';
import { type Problem, typesOf } from './option';

/**
 * Checks options and says what is wrong with each, and what would be right.
 *
 * @param options What each option accepts: the operation's bounds, narrowed by the model's.
 * @param modelOf The model that sets the bounds of an option, where one does.
 */
export function findProblems(
  checks: Checks,
  values: object,
  options: Record<string, Schema>,
  modelOf: (option: string) => string | undefined = () => undefined
): Problem[] {
  return (
    findErrors(checks, values)
      // These only repeat the errors within them.
      .filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
      .map(error => {
        const path = stepsOf(error.instancePath);
        const [name = ''] = path;
        const schema = options[name] ?? {};
        const rule = checks.rules[Number(/#\/allOf\/(\d+)/.exec(error.schemaPath)?.[1])];
        if (rule) return brokenRule(rule, error, name, values, options);
        if (error.keyword === 'required') return missingField(error);
        if (path.length > 1) return innerProblem(error, path, values, schema);
        return wrongValue(error, name, Reflect.get(values, name), schema, modelOf(name));
      })
  );
}

/** "functions[0].name" is part of "functions". */
export const rootOf = (field: string): string => field.replace(/[.[].*/s, '');

/** A list may have thousands of rows, and each may be wrong. */
const MAX_PROBLEMS_PER_OPTION = 10;

/** The first problems of each option, and how many more there are. */
export function limitProblems(problems: Problem[]): Problem[] {
  const counts = new Map<string, number>();
  const shown = problems.filter(({ field }) => {
    const count = (counts.get(rootOf(field)) ?? 0) + 1;
    counts.set(rootOf(field), count);
    return count <= MAX_PROBLEMS_PER_OPTION;
  });
  const cut = [...counts].filter(([, count]) => count > MAX_PROBLEMS_PER_OPTION);
  const summaries = cut.map(([field, count]): Problem => {
    const more = countOf(count - MAX_PROBLEMS_PER_OPTION, 'more problem');
    return { field, message: `${field} has ${count < MAX_ERRORS ? '' : 'at least '}${more}` };
  });
  return [...shown, ...summaries];
}

function brokenRule(
  rule: Rule,
  error: ErrorObject,
  name: string,
  values: object,
  options: Record<string, Schema>
): Problem {
  const field = error.keyword === 'required' ? String(error.params['missingProperty']) : name;
  const value: unknown = Reflect.get(values, field);
  const isObject = typeof value === 'object' && value !== null;
  const shown = value === undefined ? 'not set' : show(value, options[field] ?? {});
  const { [field]: required } = { ...(rule.then['properties'] as Record<string, Schema> | undefined) };
  const { allowed } = describe({ ...options[field], ...required });
  return { field, message: isObject ? `${field}: ${rule.because}` : `${field} is ${shown}; ${rule.because}`, allowed };
}

function missingField(error: ErrorObject): Problem {
  const field = toField([...stepsOf(error.instancePath), String(error.params['missingProperty'])]);
  return { field, message: `${field} is required` };
}

/** A problem within a list or an object. */
function innerProblem(error: ErrorObject, path: string[], values: object, { accepts }: Schema): Problem {
  const field = toField(path);
  const { allowedValues, type } = error.params;
  const value = path.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), values);
  if (Array.isArray(allowedValues)) {
    // A word may be a typing error; anything longer may be private text in the wrong place.
    const isWord = typeof value === 'string' && /^[\w.-]{1,30}$/.test(value);
    return mustBe(field, { enum: allowedValues }, show(value, isWord ? { enum: allowedValues } : { type: 'string' }));
  }
  if (error.keyword === 'pattern' && typeof accepts === 'string')
    return { field, message: `${field} is not ${accepts}`, allowed: [accepts] };
  if (error.keyword === 'pattern' && isBlank(value)) return { field, message: `${field} must not be blank` };
  if (type !== undefined) return mustBe(field, { type }, show(value, { type: 'string' }));
  if (typeof value === 'number')
    return mustBe(field, { type: 'number', [error.keyword]: error.params['limit'] }, show(value, {}));
  return outOfBounds(error, field);
}

/** What a bound requires, by its keyword in JSON Schema, completing "must ...". */
const BOUNDS: Record<string, (limit: number) => string> = {
  minLength: () => 'be a non-empty string',
  minItems: () => 'be a non-empty list',
  maxLength: limit => `have at most ${countOf(limit, 'character')}`,
  maxItems: limit => `have at most ${countOf(limit, 'item')}`,
  maxProperties: limit => `have at most ${countOf(limit, 'entry', 'entries')}`,
};

function outOfBounds({ keyword, params, propertyName }: ErrorObject, field: string): Problem {
  const bound = BOUNDS[keyword]?.(Number(params['limit'])) ?? 'be valid';
  const requirement = propertyName === undefined ? bound : `have names that ${bound}`;
  return { field, message: `${field} must ${requirement}`, allowed: [requirement] };
}

/** Commas alone are an empty list. */
const isBlank = (value: unknown): boolean => typeof value === 'string' && !/[^\s,]/.test(value);

function wrongValue(
  error: ErrorObject,
  name: string,
  value: unknown,
  schema: Schema,
  model: string | undefined
): Problem {
  const { keyword, propertyName } = error;
  const { allowed } = describe(schema);
  if (isBlank(value)) return { field: name, message: `${name} must not be blank`, allowed };
  if (keyword === 'pattern' && typeof schema['accepts'] === 'string')
    return { field: name, message: `${name} is not ${schema['accepts']}`, allowed };
  if (keyword === 'maxProperties' || propertyName !== undefined) return outOfBounds(error, name);
  const shown = keyword === 'maxLength' ? countOf(String(value).length, 'character') : show(value, schema);
  const problem = mustBe(name, schema, shown, model);
  const advice = adviseValue(value, schema);
  return advice ? { ...problem, message: `${problem.message}. ${advice}` } : problem;
}

function mustBe(field: string, schema: Schema, shown: string, model?: string): Problem {
  const { text, allowed } = describe(schema);
  return { field, message: `${field} must be ${text}${model ? ` for ${model}` : ''}; got ${shown}`, allowed };
}

/** "/message_history/0/role" as its steps. */
const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** "message_history[0].role". */
const toField = (steps: string[]): string =>
  steps.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');

/** Made when it is needed, and once: to make one takes thirty times longer than to write a number. */
let exactly: Intl.NumberFormat | undefined;

/** With commas, unless it is so large or small that nobody would write out its zeros. */
function formatNumber(value: unknown): string {
  const short = String(value);
  exactly ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });
  return short.includes('e') ? short : exactly.format(Number(value));
}

/** The value as a message may show it: free text is private, so only its length is shown. */
function show(value: unknown, schema: Schema): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'string') {
    const isFree = typesOf(schema).includes('string') && !schema['enum'] && !schema['imageSize'];
    return isFree || value.length > 60 ? `a string of ${countOf(value.length, 'character')}` : `"${value}"`;
  }
  if (!Array.isArray(value)) return 'an object';
  return value.length === 0 ? 'an empty list' : `a list of ${countOf(value.length, 'item')}`;
}

/** What a schema accepts: in words that complete "must be ...", and as a list. */
export function describe(schema: Schema): { text: string; allowed: unknown[] } {
  if (Array.isArray(schema['enum'])) return { text: oneOf(schema['enum']), allowed: schema['enum'] };
  if (schema['imageSize']) {
    const rule = schema['imageSize'] as ImageSizeRule;
    return { text: describeImageSize(rule), allowed: [...rule.values, 'WIDTHxHEIGHT'] };
  }
  if (typeof schema['accepts'] === 'string') return { text: schema['accepts'], allowed: [schema['accepts']] };
  const kinds = typesOf(schema).map(type => describeType(type, schema));
  return { text: either(kinds), allowed: kinds };
}

function describeType(type: string, schema: Schema): string {
  const { maxLength } = schema;
  switch (type) {
    case 'number':
      return describeNumber('a number', schema);
    case 'integer':
      return describeNumber('an integer', schema);
    case 'boolean':
      return 'true or false';
    case 'array':
      return describeList(schema);
    case 'object':
      return 'a JSON object';
    default:
      return maxLength === undefined ? 'a string' : `a string of at most ${countOf(Number(maxLength), 'character')}`;
  }
}

function describeNumber(kind: string, { minimum, maximum, exclusiveMinimum: above }: Schema): string {
  if (above !== undefined) {
    const most = maximum === undefined ? '' : ` and at most ${formatNumber(maximum)}`;
    return `${kind} above ${formatNumber(above)}${most}`;
  }
  if (minimum === undefined) return maximum === undefined ? kind : `${kind} of at most ${formatNumber(maximum)}`;
  if (maximum === undefined) return `${kind} of at least ${formatNumber(minimum)}`;
  if (minimum === maximum) return formatNumber(minimum);
  return `${kind} between ${formatNumber(minimum)} and ${formatNumber(maximum)}`;
}

function describeList({ minItems, maxItems }: Schema): string {
  if (maxItems !== undefined) return `a list of ${formatNumber(minItems ?? 0)} to ${countOf(Number(maxItems), 'item')}`;
  return minItems === undefined ? 'a list' : `a list of at least ${countOf(Number(minItems), 'item')}`;
}
