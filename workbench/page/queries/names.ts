import type { Values } from '../../forms/field';
import type { Reference } from './references';

/** What expressions call by a name. */
export interface Named {
  name: string;
}

/** Says why a name cannot be taken, if so. */
export function checkName(name: string, others: Named[], what = 'query'): string | undefined {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    return 'A name has letters, digits and _ only, and does not begin with a digit: expressions use it.';
  }
  if (others.some(other => other.name === name)) return `There is a ${what} named ${name} already.`;
  return undefined;
}

/** The name itself if it is free, else with the next number: image1, image2. */
export function findFreeName(wanted: string, taken: Named[]): string {
  const isTaken = (name: string) => taken.some(other => other.name === name);
  if (!isTaken(wanted)) return wanted;
  const stem = wanted.replace(/\d+$/, '');
  let number = 1;
  while (isTaken(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

/** The same values with expressions that read one query or component reading another. */
export function renameReferences(values: Values, kind: Reference['kind'], from: string, to: string): Values {
  const reference = new RegExp(`(\\b${kind}\\s*\\??\\.\\s*)${from.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
  const rename = (value: unknown): unknown =>
    typeof value === 'string' && value.includes('{{')
      ? value.replace(/\{\{.*?\}\}/gs, expression => expression.replace(reference, (_, path: string) => path + to))
      : value;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, rename(value)]));
}
