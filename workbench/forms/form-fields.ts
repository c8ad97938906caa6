import { isFold, isSwitch } from './absent';
import { type Field, readField } from './field';
import { at, isObject } from './json';

/** A field as it stands in one group of the form. */
interface Appearance {
  field: Field;
  /** The choice that shows it, such as an action or a model; nothing where it is always there. */
  choice?: string;
}

/** A field of an operation, wherever the form shows it. */
export interface FormField {
  key: string;
  appearances: Appearance[];
  /** Whether the field itself chooses which others are shown. */
  isChoice: boolean;
  /** All choices that could show it; empty where it is always there. */
  choices: string[];
}

const flipType = 'dropdown-component-flip';

/** All fields of a group, those below every choice included, each once and in the form's order. */
export function collectFields(group: unknown): FormField[] {
  const collected = new Map<string, FormField>();
  for (const { choices, isSwitch: isTool = false, ...appearance } of walk(group)) {
    const { key, type } = appearance.field;
    const known = collected.get(key);
    if (known) known.appearances.push(appearance);
    else collected.set(key, { key, appearances: [appearance], isChoice: type === flipType && !isTool, choices });
  }
  return [...collected.values()];
}

type Step = Appearance & { choices: string[]; isSwitch?: boolean };

function walk(group: unknown, choices: string[] = [], choice?: string): Step[] {
  const fields = (isObject(group) ? Object.values(group) : []).flatMap(node => readField(node) ?? []);
  return fields.flatMap(field => {
    const step: Step = { field, choices, ...(choice !== undefined && { choice }) };
    if (field.type !== flipType) return [step];
    const values = field.choices.map(({ value }) => value);
    // A fold only hides fields; what it holds is no other than the fields beside it.
    if (isFold(field)) return values.flatMap(value => walk(at(group, value), choices, choice));
    // So does the switch of a tool, which is a field as well.
    if (isSwitch(field))
      return [{ ...step, isSwitch: true }, ...values.flatMap(value => walk(at(group, value), choices, choice))];
    return [step, ...values.flatMap(value => walk(at(group, value), values, value))];
  });
}
