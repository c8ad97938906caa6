import { type OutputUnit, type Schema as Structure, Validator } from '@cfworker/json-schema';
import { UnusableResponse } from '../failures/failure';
import { countOf } from '../options/count';
import { either } from '../options/either';
import { isJsonObject } from '../options/json-object';
import { isTooDeep } from '../options/nesting';
import type { AnswerProblem } from '../types/failure';
import { asksForJson, type NamedSchema, type StructuredOptions, schemaOf } from './structured-output';

/** Checks an answer; `text` is what the model wrote. */
export type CheckAnswer = (value: unknown, text: string) => void;

type Warn = (parameter: string, reason: string) => void;

/** How an answer is read: whether as JSON, and how it is checked. */
export function readingOf(options: StructuredOptions, warn?: Warn): { isJson: boolean; check?: CheckAnswer } {
  const asked = schemaOf(options);
  return { isJson: asksForJson(options), ...(asked && { check: createCheck(asked.schema, warn) }) };
}

const MAX_NAMED = 5;

/**
 * Makes the check of an answer against the schema that it was asked to follow; servers may ignore it.
 *
 * @param warn Told where the schema cannot be used.
 */
export function createCheck(schema: NamedSchema['schema'], warn?: Warn): CheckAnswer {
  let validator: Validator | undefined;
  let isUnusable = false;
  return (value, text) => {
    if (isUnusable || isTooDeep(value)) return;
    let errors: OutputUnit[];
    try {
      validator ??= new Validator(copyOf(schema), '2020-12', false);
      ({ errors } = validator.validate(value));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const [, ref] = /^Unresolved \$ref "([^"]*)"/.exec(message) ?? [];
      const reason = ref === undefined ? message.split('\n')[0] : `its $ref "${ref}" points to nothing`;
      isUnusable = true;
      warn?.('json_schema', `The answer was not checked against the schema: ${reason}`);
      return;
    }
    if (errors.length > 0) throw toMismatch(errors, value, schema, text);
  };
}

/** The validator writes into the schema. */
const copyOf = (schema: NamedSchema['schema']): Structure => JSON.parse(JSON.stringify(schema));

function toMismatch(errors: OutputUnit[], value: unknown, schema: object, text: string): UnusableResponse {
  const found = listLeaves(errors).map(error => describe(error, value, schema));
  const unique = [...new Map(found.map(mismatch => [mismatch.message, mismatch])).values()];
  const named = unique.slice(0, MAX_NAMED).map(({ message }) => message);
  const more = unique.length > MAX_NAMED ? `; and ${countOf(unique.length - MAX_NAMED, 'more problem')}` : '';
  const reason = `The answer does not fit the schema: ${named.join('; ')}${more}`;
  return new UnusableResponse('schema_mismatch', reason, text, unique);
}

const CHOICES = ['anyOf', 'oneOf', 'not'];
/** These only say that something within them is wrong. */
const OUTER = [
  'properties',
  'items',
  'prefixItems',
  'additionalProperties',
  'patternProperties',
  '$ref',
  'allOf',
  'if',
];

/** Of a choice, the choice itself: none of its branches need be the one that was meant. */
function listLeaves(errors: OutputUnit[]): OutputUnit[] {
  const choices = errors.filter(({ keyword }) => CHOICES.includes(keyword));
  // An unknown field is told by its place in the answer instead of the schema.
  const isWithin = ({ keyword, keywordLocation }: OutputUnit) =>
    choices.some(choice => {
      const outer = keyword === 'false' ? choice.instanceLocation : choice.keywordLocation;
      return keywordLocation.startsWith(`${outer}/`);
    });
  return errors.filter(error => !OUTER.includes(error.keyword) && !isWithin(error));
}

function describe(
  { keyword, keywordLocation, instanceLocation, error }: OutputUnit,
  answer: unknown,
  schema: object
): AnswerProblem {
  const steps = stepsOf(instanceLocation);
  const field = pathOf(steps);
  const value = steps.reduce<unknown>(stepInto, answer);
  const wanted = stepsOf(keywordLocation).reduce<unknown>(
    (node, step) => followRef(stepInto(node, step), step, schema),
    schema
  );
  if (keyword === 'required') {
    const [, name = ''] = /property "([\s\S]*)"\.$/.exec(error) ?? [];
    const missing = pathOf([...steps, name]);
    return { field: missing, message: `${missing} is missing` };
  }
  if (keyword === 'false') return { field, message: `${field} is not a field of the schema`, value };
  return { field, message: `${field} is ${show(value)}; ${expected(keyword, wanted, error)}`, value };
}

function expected(keyword: string, wanted: unknown, error: string): string {
  switch (keyword) {
    case 'type':
      return `must be ${either([wanted].flat().map(nameType))}`;
    case 'enum':
      return `must be one of ${[wanted].flat().map(show).join(', ')}`;
    case 'const':
      return `must be ${show(wanted)}`;
    case 'format':
      return `must have the format ${String(wanted)}`;
    case 'pattern':
      return `must match ${String(wanted)}`;
    case 'minimum':
      return `must be at least ${String(wanted)}`;
    case 'maximum':
      return `must be at most ${String(wanted)}`;
    case 'exclusiveMinimum':
      return `must be greater than ${String(wanted)}`;
    case 'exclusiveMaximum':
      return `must be less than ${String(wanted)}`;
    case 'anyOf':
      return 'fits none of the alternatives';
    case 'oneOf':
      return 'must fit exactly one of the alternatives';
    default:
      return error.replace(/^Instance/, 'it').replace(/\.$/, '');
  }
}

const NAMES: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const nameType = (type: unknown): string => {
  const name = String(type);
  return (Object.hasOwn(NAMES, name) && NAMES[name]) || name;
};

const MAX_SHOWN = 60;

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isJsonObject(value)) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}..."` : text;
}

/** The steps of a JSON pointer. */
function stepsOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a reference of the schema points to; other steps lead where they lead. */
function followRef(node: unknown, step: string, schema: object): unknown {
  if (step !== '$ref' || typeof node !== 'string' || !node.startsWith('#')) return node;
  return stepsOf(node).reduce<unknown>(stepInto, schema);
}

function stepInto(node: unknown, step: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
  return Reflect.get(node, step);
}

function pathOf(steps: string[]): string {
  const path = steps.map(step => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  return path.replace(/^\./, '') || 'answer';
}
