import { type Field, readField, readValue, type Values } from './field';
import { at, isObject } from './json';

/** A drop-down that chooses which group of fields is shown below it. */
export interface Flip {
  field: Field;
  /** The chosen group's JSON, if there is one. */
  group: unknown;
}

/** The fields of one level of a form, in the host's order: plain ones first, then the flips with their groups. */
export interface Level {
  fields: Field[];
  flips: Flip[];
}

const flipType = 'dropdown-component-flip';

/** Reads one level. A group is a sibling of its flip, named like the chosen value. */
export function readLevel(node: unknown, values: Values): Level {
  const fields = (isObject(node) ? Object.values(node) : []).flatMap(child => readField(child) ?? []);
  return {
    fields: fields.filter(({ type }) => type !== flipType),
    flips: fields
      .filter(({ type }) => type === flipType)
      .map(field => ({ field, group: at(node, String(readValue(values, field.key))) })),
  };
}

/** The keys of all fields that are shown, with those of the groups chosen. */
export function shownKeys(node: unknown, values: Values): string[] {
  const { fields, flips } = readLevel(node, values);
  return [
    ...fields.map(({ key }) => key),
    ...flips.flatMap(({ field, group }) => [field.key, ...shownKeys(group, values)]),
  ];
}
