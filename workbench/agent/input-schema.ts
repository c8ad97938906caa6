import { isSwitch, isUnset } from '../forms/absent';
import type { Choice, Field } from '../forms/field';
import type { FormField } from '../forms/form-fields';

/** JSON Schema of one argument, no more than every client understands. */
type ArgumentSchema = {
  type: 'string' | 'number' | 'boolean';
  title: string;
  description?: string;
  enum?: string[];
  default?: string | number | boolean;
};

/** JSON Schema of a tool's arguments. */
export type InputSchema = {
  type: 'object';
  properties: Record<string, ArgumentSchema>;
  required: string[];
  additionalProperties: false;
};

/**
 * The arguments of a tool, from the fields of its form.
 *
 * @param defaults What the form puts into a new query.
 */
export function toInputSchema(fields: FormField[], defaults: Record<string, unknown>): InputSchema {
  const properties = fields.map(field => [field.key, toArgument(field, defaults[field.key])]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.filter(field => isRequired(field, defaults)).map(({ key }) => key),
    additionalProperties: false,
  };
}

/** A choice that a new query comes with is one of actions: an agent has to say what it wants done. */
export const isAction = ({ key, isChoice }: FormField, defaults: Record<string, unknown>): boolean =>
  isChoice && defaults[key] !== undefined && !isUnset(defaults[key]);

function isRequired(field: FormField, defaults: Record<string, unknown>): boolean {
  const { appearances, choices } = field;
  const isEverywhere = choices.length === 0 || appearances.length === choices.length;
  return isAction(field, defaults) || (isEverywhere && appearances.every(({ field: { isMandatory } }) => isMandatory));
}

function toArgument(field: FormField, preset: unknown): ArgumentSchema {
  const fields = field.appearances.map(appearance => appearance.field);
  const kinds = new Set(fields.map(kindOf));
  // Where the form offers a list for some models and free text for others, any text may be right.
  const kind = kinds.size === 1 ? [...kinds][0] : 'text';
  const choices = kind === 'choice' ? mergeChoices(fields) : [];
  const description = describe(field, fields, choices);
  return {
    type: kind === 'switch' ? 'boolean' : kind === 'number' ? 'number' : 'string',
    title: fields[0]?.label.replace(/ \*$/, '') ?? field.key,
    ...(description && { description }),
    ...(choices.length > 0 && { enum: choices.map(({ value }) => value) }),
    ...(isPlain(preset) && !isUnset(preset) && !field.isChoice && { default: preset }),
  };
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

type Kind = 'switch' | 'choice' | 'number' | 'text';

function kindOf(field: Field): Kind {
  const { type, choices } = field;
  const placeholder = exampleOf(field);
  if (type === 'toggle' || isSwitch(field)) return 'switch';
  if (choices.length > 0) return 'choice';
  return placeholder && Number.isFinite(Number(placeholder)) ? 'number' : 'text';
}

/** The choices of all groups; an empty one stands for leaving the field out. */
function mergeChoices(fields: Field[]): Choice[] {
  const offered = fields.flatMap(({ choices }) => choices).filter(({ value }) => !isUnset(value));
  return [...new Map(offered.map(choice => [choice.value, choice])).values()];
}

function describe(field: FormField, fields: Field[], choices: Choice[]): string {
  const none = fields.flatMap(each => each.choices).find(({ value }) => isUnset(value))?.name ?? '';
  const told = choices.filter(({ name, value }) => plain(name) !== plain(value));
  return [
    ...mergeTooltips(fields),
    /\(.*\)/.test(none) ? `${none}.` : '',
    told.length > 0 ? `Values: ${told.map(({ name, value }) => `${value} (${name})`).join(', ')}.` : '',
    nameGroups(field),
    ...nameExample(fields),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A name that tells no more than the value is left out. */
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What is said of a field in its groups; what another says at greater length is left out. */
function mergeTooltips(fields: Field[]): string[] {
  const said = [...new Set(fields.flatMap(({ tooltip }) => tooltip ?? []))];
  return said.filter(text => !said.some(other => other !== text && other.startsWith(text)));
}

/** The first example that holds by itself: an agent has no components and no other queries. */
function nameExample(fields: Field[]): string[] {
  const examples = fields.flatMap(each => (each.type === 'codehinter' && exampleOf(each)) || []);
  const example = examples.find(text => !text.includes('{{'));
  return example === undefined ? [] : [`Example: ${example}`];
}

/** The example of a placeholder, without the words that say that it is one. */
const exampleOf = ({ placeholder }: Field): string | undefined => placeholder?.replace(/^for example /, '');

/** Which choices show the field and which demand it, where that is not all of them. */
function nameGroups({ appearances, choices }: FormField): string {
  if (choices.length === 0) return '';
  const shown = appearances.flatMap(({ choice }) => choice ?? []);
  const needed = appearances.flatMap(({ choice, field }) => (field.isMandatory && choice ? [choice] : []));
  const hidden = choices.filter(choice => !shown.includes(choice));
  return [
    hidden.length === 0
      ? ''
      : shown.length <= hidden.length
        ? `For ${shown.join(', ')}.`
        : `Not for ${hidden.join(', ')}.`,
    needed.length === 0 || needed.length === choices.length ? '' : `Required for ${needed.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
