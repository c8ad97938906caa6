import { UsageError } from './arguments';
import type { ListedOperation } from './usage';

/** What hosts add to queries of any operation, and forms do not always show. */
const everywhere = ['query_timeout', 'extra_parameters', 'include_raw', 'dry_run', 'model_id', 'output'];

/**
 * @throws UsageError for flags that an operation does not have, with the nearest that it has.
 */
export function checkFields({ value, fields }: ListedOperation, given: object): void {
  const known = [...new Set([...fields.map(({ key }) => key), ...everywhere])];
  const unknown = Object.keys(given).filter(name => !known.includes(name));
  if (unknown.length === 0) return;
  const lines = unknown.map(name => {
    const nearest = findNearest(name, known);
    return `--${name} is no field of ${value}${nearest ? `; did you mean --${nearest}?` : ''}`;
  });
  throw new UsageError(`${lines.join('\n')}\nnpm run query -- ${value} --help lists its fields`);
}

/** The most similar name, if one is similar at all. */
function findNearest(name: string, names: string[]): string | undefined {
  const [best] = names
    .map(other => ({ other, distance: distanceOf(name, other) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, name.length / 3) ? best.other : undefined;
}

/** How many letters have to be added, removed or replaced to get from one word to the other. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
