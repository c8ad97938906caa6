import { at, isObject, listAt, textAt } from './json';

/** What a form holds: flat, by the fields' keys. */
export type Values = Record<string, unknown>;

/** An entry of a drop-down. */
export interface Choice {
  value: string;
  name: string;
}

/** A field as the form's JSON states it. */
export interface Field {
  type: string;
  key: string;
  label: string;
  tooltip?: string;
  /** An example shown while the field is empty. */
  placeholder?: string;
  /** What the host shows below the field. */
  help?: string;
  /** Of the box, such as "36px"; hosts of 2026 ignore it. */
  height?: string;
  /** These hosts draw the editor 220 px high, with line numbers. */
  isTallInHost: boolean;
  /** Stored encrypted; the host shows asterisks in the place of an example. */
  isEncrypted: boolean;
  /** Only marked: hosts run queries that lack it. */
  isMandatory: boolean;
  choices: Choice[];
}

/** The options of a new query: the form's defaults, copied into it once. */
export function readDefaults(operations: unknown): Values {
  const defaults = at(operations, 'defaults');
  return isObject(defaults) ? { ...defaults } : {};
}

/** Reads one field; nothing where the JSON is a group of fields. */
export function readField(node: unknown): Field | undefined {
  const type = textAt(node, 'type');
  const key = textAt(node, 'key');
  if (type === undefined || key === undefined) return undefined;
  // The host shows the description of text boxes as their placeholder.
  const placeholder = textAt(node, 'placeholder') ?? textAt(node, 'description');
  const tooltip = textAt(node, 'tooltip');
  const height = textAt(node, 'height');
  const help = textAt(node, 'helpText') ?? textAt(node, 'help_text');
  return {
    type,
    key,
    label: textAt(node, 'label') ?? key,
    isMandatory: at(node, 'mandatory') === true,
    isTallInHost: textAt(node, 'editor_type') === 'extendedSingleLine',
    isEncrypted: at(node, 'encrypted') === true,
    choices: listAt(node, 'list').map(entry => ({
      value: String(at(entry, 'value')),
      name: String(at(entry, 'name') ?? at(entry, 'value')),
    })),
    ...(tooltip && { tooltip }),
    ...(placeholder && { placeholder }),
    ...(height && { height }),
    ...(help && { help }),
  };
}

/** What a field holds; hosts wrap some values as `{ value }`. */
export function readValue(values: Values, key: string): unknown {
  const value = values[key];
  return isObject(value) && 'value' in value ? value['value'] : value;
}
