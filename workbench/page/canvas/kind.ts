import type { Choice, Field, Values } from '../../forms/field';
import type { Size } from './places';

/** A kind of component: what it is called, how large it is at first, and what a builder can set. */
export interface Kind {
  id: string;
  title: string;
  /** In columns of the grid's twelve, and rows. */
  size: Size;
  /** What it needs to be of use; it cannot be made smaller. */
  smallest: Size;
  /** In the vocabulary of query forms. */
  fields: Field[];
  /** What the fields of a new component hold. */
  defaults: Values;
  /** The field that names a query, if there is one; its choices are the queries there are. */
  queryField?: string;
  /** What expressions read of it, if anything. */
  exposes?: string;
}

const field = (type: string, key: string, label: string, more: Partial<Field> = {}): Field => ({
  type,
  key,
  label,
  isMandatory: false,
  isTallInHost: false,
  isEncrypted: false,
  choices: [],
  ...more,
});

export const code = (key: string, label: string, placeholder: string, tooltip?: string): Field =>
  field('codehinter', key, label, { placeholder, ...(tooltip && { tooltip }) });

export const choose = (key: string, label: string, choices: Choice[]): Field =>
  field('dropdown', key, label, { choices });

export const toggle = (key: string, label: string): Field => field('toggle', key, label);
