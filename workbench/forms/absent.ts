import type { Field } from './field';

/** Whether a drop-down's entry leaves the option out. Hosts drop `''` from saved queries, so forms have a word for it. */
export const isUnset = (value: unknown): boolean => value === '' || value === 'unset';

/** The entry of a fold that hides its fields. Not `unset`: a level may have a group of that name, for another drop-down. */
export const hideValue = (key: string): string => `hide_${key}`;

/** Whether an entry stands for an absent value, as every drop-down's does that a query need not have. */
export const isAbsent = (key: string, value: unknown): boolean => isUnset(value) || value === hideValue(key);

/** Whether a drop-down only hides and shows fields. */
export const isFold = ({ key, choices }: Field): boolean => choices.some(({ value }) => value === hideValue(key));

/** Whether a drop-down is a switch: one entry leaves it out, the other turns it on. */
export const isSwitch = ({ choices: [first, second, ...others] }: Field): boolean =>
  first?.name === 'Off' && isUnset(first.value) && second !== undefined && others.length === 0;
