import { defaultModel, lookUpModel, type Schema } from '../../plugins/openai/lib/catalogue/models';
import type { Operation } from '../../plugins/openai/lib/operation';
import { UNSET } from '../../plugins/openai/lib/options/reader';
import { modelChoice, output } from '../../plugins/openai/lib/options/shared-options';
import { hideValue } from '../../workbench/forms/absent';
import { type Choice, type Field, toField, toSwitch } from './field';

/** A part of a form: fields, and groups of fields that a drop-down opens. */
export type Group = Record<string, unknown>;

/** Fields that are shown first; what is left follows under "More options". */
const FIRST = 8;

/** A form with a few fields more than that is left whole. */
const WHOLE = 10;

/** The field of one option. */
export function fieldOf({ options, required }: Operation, name: string, limit?: Schema): Field {
  const option = options[name];
  if (!option) throw new Error(`There is no option "${name}"`);
  return toField(name, option, required.includes(name), limit);
}

/** Fields behind a drop-down that opens them. A second drop-down is shown below the first, which plain fields never are. */
export function fold(key: string, label: string, fields: Group): Group {
  if (Object.keys(fields).length === 0) return {};
  const list = [
    { name: 'Hide', value: hideValue(key) },
    { name: 'Show', value: `show_${key}` },
  ];
  return { [key]: { label, key, type: 'dropdown-component-flip', list }, [`show_${key}`]: fields };
}

/** The first fields as they are, and those after them under "More options". */
export function foldLast(first: Group, fields: [string, unknown][], room: number): Group {
  const most = fields.length <= room + (WHOLE - FIRST) ? fields.length : Math.max(0, room);
  return {
    ...first,
    ...Object.fromEntries(fields.slice(0, most)),
    ...fold('more_options', 'More options', Object.fromEntries(fields.slice(most))),
  };
}

/** The choice between the value alone and everything, where older versions returned the value alone. */
export function outputField({ compatibility }: Operation): Group {
  return compatibility?.toClassic ? { output: toField('output', output, false) } : {};
}

/** How many fields are shown first, beside those given. */
export function roomBeside(fields: Group): number {
  return FIRST - Object.keys(fields).length;
}

/** The switch of a tool, with what belongs to the tool shown only where it is on. */
export function toolField(operation: Operation, name: string, beside: string[]): Group {
  const { on } = operation.options[name] ?? {};
  if (on === undefined) throw new Error(`${name} has no value that turns it on`);
  const { label, key } = fieldOf(operation, name);
  const list = toSwitch(on);
  const fields = Object.fromEntries(beside.map(option => [option, fieldOf(operation, option)]));
  return { [name]: { label, key, type: 'dropdown-component-flip', list }, [on]: fields };
}

/** The entry of a drop-down that stands for the default model. */
export function defaultChoice(operation: Operation): Choice {
  const id = operation.needs ? defaultModel(operation.needs.default) : '';
  return { name: `Default (${lookUpModel(id).model?.label ?? id})`, value: UNSET };
}

/** The field for any other model. */
export function modelIdField(isRequired: boolean): Field {
  return toField('model_id', modelChoice.model_id, isRequired);
}
