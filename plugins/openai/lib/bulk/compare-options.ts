import { isJsonObject } from '../options/json-object';
import { inspectModelIds, listModelIds } from '../options/model-ids';
import { findMeantWord } from '../options/near-miss';
import type { Option, Problem } from '../options/option';
import { isWrittenSchema, type OutputFields, readOutputFields } from '../text/output-fields';

/** How an answer is compared with the expected value. */
export type Match = 'exact' | 'contains' | 'number' | 'judge';

/** A variant as a builder states it: a model, or fields of bulk chat. */
export type VariantOption = string | Record<string, unknown>;

export const variants: Option = {
  type: ['string', 'array'],
  title: 'Variants',
  description:
    '2 to 5: models, or a JSON list of { name } with a model, prompt, reasoning_effort or other field of Bulk chat.',
  examples: ['gpt-5.4-mini, gpt-4.1'],
  pattern: '[^\\s,]',
  items: { type: ['string', 'object'] },
  minItems: 2,
  maxItems: 5,
  long: true,
};

export const expected_field: Option = {
  type: 'string',
  trim: true,
  title: 'Expected field',
  description: 'The field of the rows with the right answer.',
  examples: ['category'],
};

export const answer_field: Option = {
  type: 'string',
  trim: true,
  title: 'Answer field',
  description: 'The output field to compare. Empty: the one of the same name.',
  examples: ['category'],
};

export const match: Option = {
  type: 'string',
  title: 'Match',
  description: 'How an answer is compared with the expected one.',
  enum: ['exact', 'contains', 'number', 'judge'],
  labels: ['Exact', 'Contains', 'Number', 'By a model'],
  default: 'exact',
};

export const tolerance: Option = {
  type: 'number',
  title: 'Tolerance',
  description: 'For numbers: how far an answer may be off.',
  examples: ['0.5'],
  minimum: 0,
};

export const judge_model: Option = {
  type: 'string',
  trim: true,
  title: 'Judge model',
  description: 'The model that judges, if one does.',
  examples: ['gpt-5.4'],
};

/** One of the things to compare. */
export interface Variant {
  name: string;
  options: Record<string, unknown>;
}

/** The variants, each with a name. */
export function readVariants(given: string | VariantOption[]): Variant[] {
  const listed = typeof given === 'string' ? listModelIds(given) : given;
  return listed.map((variant, index) => {
    if (typeof variant === 'string') return { name: variant.trim(), options: { model_id: variant.trim() } };
    const { name, ...options } = variant;
    return { name: typeof name === 'string' && name.trim() !== '' ? name.trim() : nameOf(options, index), options };
  });
}

/** The model where that is all there is to say. */
function nameOf(options: Record<string, unknown>, index: number): string {
  const [[key, value] = [], ...others] = Object.entries(options);
  const isModel = others.length === 0 && (key === 'model' || key === 'model_id') && typeof value === 'string';
  return isModel ? value : `variant ${index + 1}`;
}

/** What a variant may say for itself; the rest is the same for all, so that they can be compared. */
const VARIANT_FIELDS = [
  'model',
  'model_id',
  'prompt',
  'system_prompt',
  'max_tokens',
  'temperature',
  'top_p',
  'frequency_penalty',
  'presence_penalty',
  'stop_sequence',
  'seed',
  'reasoning_effort',
  'verbosity',
  'service_tier',
  'extra_parameters',
];

const COUNT = { minimum: 2, maximum: 5 };

/** Checks what is said of variants before they are checked as queries. */
export function inspectVariants(given: string | VariantOption[] | undefined): Problem[] {
  if (given === undefined) return [];
  const wrong = typeof given === 'string' ? inspectModelIds('variants', listModelIds(given)) : [];
  if (wrong.length > 0) return wrong;
  const read = readVariants(given);
  if (read.length < COUNT.minimum || read.length > COUNT.maximum) {
    const allowed = `${COUNT.minimum} to ${COUNT.maximum} entries`;
    return [{ field: 'variants', message: `variants must have ${allowed}; got ${read.length}`, allowed: [allowed] }];
  }
  const names = read.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    return [{ field: 'variants', message: `variants must have unique names; "${repeated}" is used twice` }];
  return read.flatMap(({ options }, index) =>
    Object.keys(options)
      .filter(key => !VARIANT_FIELDS.includes(key))
      .map(key => unknownField(`variants[${index}].${key}`, key))
  );
}

function unknownField(field: string, key: string): Problem {
  const allowed = ['name', ...VARIANT_FIELDS];
  const meant = findMeantWord(key, allowed);
  const advice = meant ? `did you mean "${meant}"?` : `use ${allowed.join(', ')}`;
  return { field, message: `${field} is not a field of variants; ${advice}`, allowed };
}

/** Checks that the options of comparing fit one another. */
export function inspectMatch({
  match: kind = 'exact',
  tolerance: most,
  judge_model: judge,
  output_fields,
  answer_field: compared,
  expected_field: expected,
}: {
  match?: Match;
  tolerance?: number;
  judge_model?: string;
  output_fields?: OutputFields;
  answer_field?: string;
  expected_field?: string;
}): Problem[] {
  const { problem } = expected === undefined ? {} : findAnswerField(output_fields, compared, expected);
  const unused = [
    ...(most !== undefined && kind !== 'number' ? [['tolerance', 'number']] : []),
    ...(judge !== undefined && kind !== 'judge' ? [['judge_model', 'judge']] : []),
  ];
  return [
    ...(problem ? [problem] : []),
    ...unused.map(([field = '', value]) => ({
      field,
      message: `${field} requires match "${value}"; got "${kind}"`,
      allowed: [`match ${value}`],
    })),
  ];
}

/** The output field that is compared, or what is wrong with it; nothing where the whole text is compared. */
export function findAnswerField(
  output_fields: OutputFields | undefined,
  answer_field: string | undefined,
  expected_field: string
): { name?: string; problem?: Problem } {
  if (output_fields === undefined) {
    if (answer_field === undefined) return {};
    const message = 'answer_field requires output_fields, since it names one of them';
    return { problem: { field: 'answer_field', message, allowed: ['a field of output_fields'] } };
  }
  const { properties } = isWrittenSchema(output_fields) ? output_fields : readOutputFields(output_fields).schema;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  // Why there are none is told with output_fields.
  if (names.length === 0 && answer_field === undefined) return {};
  const only = names.length === 1 ? names[0] : undefined;
  const name = answer_field ?? (names.includes(expected_field) ? expected_field : only);
  if (name !== undefined && (names.includes(name) || names.length === 0)) return { name };
  const reason = name === undefined ? 'is required' : `"${name}" is not one of the output fields`;
  return {
    problem: { field: 'answer_field', message: `answer_field ${reason}; use ${names.join(', ')}`, allowed: names },
  };
}
