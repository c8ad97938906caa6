import type { Fields } from '../support/plugin';

/** A table is read by people: what it holds stands on as few characters as tell it from anything else. */

const MOST_CHARACTERS = 250;
const MOST_ENTRIES = 12;

/** A value as JSON, with long texts and lists cut. */
export function show(value: unknown): string {
  const json = JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string' && inner.length > MOST_CHARACTERS) return `${inner.slice(0, 40)}…(${inner.length})`;
    if (!Array.isArray(inner) || inner.length <= MOST_ENTRIES) return inner;
    return [...inner.slice(0, 3), `…(${inner.length})`];
  });
  return json ?? String(value);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What differs between two values, field by field. */
export function differ(before: unknown, after: unknown, path = ''): string[] {
  if (show(before) === show(after)) return [];
  if (isFields(before) && isFields(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap(name => differ(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((entry, index) => differ(entry, after[index], `${path}[${index}]`));
  return [after === undefined ? `no ${path}` : `${path}=${show(after)}`];
}

/** What stands in a text for the value that the line is about. */
const IT = '‹it›';

/** An effect without the value that it is of, so that it is the same for others. */
export function withoutValue(value: unknown, effect: string): string {
  const quoted = [show(value), ...(typeof value === 'object' ? [] : [`"${String(value)}"`])].filter(
    text => text.length > 5
  );
  const general = quoted.reduce((text, one) => text.replaceAll(one, IT), effect);
  return typeof value === 'object' ? general : general.replaceAll(`got ${String(value)}`, `got ${IT}`);
}

/** What has the same effect on one line, in the order of the first. */
export function group(told: [cause: string, effect: string][]): string[] {
  const groups = new Map<string, string[]>();
  for (const [cause, effect] of told) groups.set(effect, [...(groups.get(effect) ?? []), cause]);
  return [...groups].map(([effect, causes]) => `${causes.join(' ')} -> ${effect}`);
}

/** Values that change from run to run are named by what they are. */
const steady = (text: string): string =>
  text
    .replace(/127\.0\.0\.1:\d+/g, 'server')
    .replace(/"(duration|median|slowest)_ms":\d+/g, '"$1_ms":0')
    // Newer versions of Node.js say it after the position.
    .replace(/ \(line \d+ column \d+\)/g, '');

/** Lets Jest write a text as it is, line by line. */
export const plainText = {
  test: (value: unknown): value is Page => value instanceof Page,
  serialize: ({ text }: Page): string => text,
};

/** A table as its snapshot holds it. */
export class Page {
  readonly text: string;
  constructor(lines: string[]) {
    this.text = steady(lines.join('\n'));
  }
}
