import type { Schema } from '../../plugins/openai/lib/catalogue/models';
import { type Option, typesOf } from '../../plugins/openai/lib/options/option';
import { describe } from '../../plugins/openai/lib/options/problems';
import { UNSET } from '../../plugins/openai/lib/options/reader';

/** One field of ToolJet's V1 forms. */
export type Field = Record<string, unknown>;

/** A choice of a drop-down. */
export interface Choice {
  name: string;
  value: string;
}

/**
 * The field of one option in the query form.
 *
 * @param limit The limit of the chosen model, where the form knows it.
 */
export function toField(key: string, option: Option, isRequired: boolean, limit: Schema = {}): Field {
  const narrowed = { ...option, ...limit };
  const common = {
    // The host marks required fields in no way of its own.
    label: isRequired ? `${option.title} *` : option.title,
    key,
    tooltip: explain(option, limit),
    ...(isRequired && { mandatory: true }),
  };
  if (option.on !== undefined) return { ...common, type: 'dropdown', list: toSwitch(option.on) };
  if (typesOf(option).includes('boolean')) return { ...common, type: 'toggle' };
  if (Array.isArray(narrowed.enum)) {
    const choices = toChoices(narrowed, option);
    // The host stores the default itself, so no entry has to stand for an absent value.
    return { ...common, type: 'dropdown', list: narrowed.stored ? choices.slice(1) : choices };
  }
  // A text field under the same key would show the drop-down's `unset`, so the usual values are offered everywhere.
  if (option.dropDown)
    return { ...common, type: 'dropdown', list: toChoices({ ...narrowed, enum: usual(narrowed) }, option) };
  const [example = ''] = narrowed.examples ?? [];
  return {
    ...common,
    type: 'codehinter',
    placeholder: example === '' ? '' : `for example ${example}`,
    ...(option.long && { height: '150px' }),
    // Hosts of 2026 ignore the height, and give this editor 220 px.
    ...(option.tall && { editor_type: 'extendedSingleLine' }),
  };
}

/** A switch as a drop-down, where the same key is a drop-down of another operation, or opens more fields. */
export function toSwitch(on: string): Choice[] {
  return [
    { name: 'Off', value: UNSET },
    { name: 'On', value: on },
  ];
}

const usual = ({ examples = [] }: Option): string[] => examples.map(String);

function explain(option: Option, limit: Schema): string {
  const narrowed = { ...option, ...limit };
  const bounds = ['imageSize', 'maxLength', 'maximum'];
  const isNarrower = bounds.some(name => limit[name] !== undefined && limit[name] !== option[name]);
  return isNarrower ? `${option.description} Must be ${describe(narrowed).text}.` : option.description;
}

/** A drop-down cannot be emptied again, so its first choice stands for an absent option, and is the form's default. */
function toChoices(narrowed: Option, { enum: all = [], labels = [] }: Option): Choice[] {
  const choices = (narrowed.enum ?? []).map(value => ({ name: labels[all.indexOf(value)] ?? value, value }));
  const fallback = narrowed.enum?.indexOf(String(narrowed.default)) ?? -1;
  const name = fallback < 0 ? 'Default' : `Default (${choices[fallback]?.name})`;
  return [{ name, value: UNSET }, ...choices];
}
