import type { Schema } from '../../plugins/openai/lib/catalogue/models';
import { type Option, typesOf } from '../../plugins/openai/lib/options/option';
import { describe } from '../../plugins/openai/lib/options/problems';

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
  const common = { label: option.title, key, tooltip: explain(option, limit), ...(isRequired && { mandatory: true }) };
  if (typesOf(option).includes('boolean')) return { ...common, type: 'toggle' };
  if (Array.isArray(narrowed.enum)) return { ...common, type: 'dropdown', list: toChoices(narrowed, option) };
  const [example = ''] = narrowed.examples ?? [];
  return { ...common, type: 'codehinter', placeholder: String(example), ...(option.long && { height: '150px' }) };
}

function explain(option: Option, limit: Schema): string {
  const narrowed = { ...option, ...limit };
  const bounds = ['imageSize', 'maxLength', 'maximum'];
  const isNarrower = bounds.some(name => limit[name] !== undefined && limit[name] !== option[name]);
  return isNarrower ? `${option.description} Must be ${describe(narrowed).text}.` : option.description;
}

/** A drop-down cannot be emptied again, so its first choice means none. */
function toChoices(narrowed: Option, { enum: all = [], labels = [] }: Option): Choice[] {
  const choices = (narrowed.enum ?? []).map(value => ({ name: labels[all.indexOf(value)] ?? value, value }));
  return [{ name: narrowed.default ? `Default (${narrowed.default})` : 'Default', value: '' }, ...choices];
}
