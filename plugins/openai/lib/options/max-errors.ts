import type { Problem } from './option';

/** Maximum number of errors of one check: a list may have a million wrong values. */
export const MAX_ERRORS = 1000;

/**
 * Checks the entries of a list until there are too many errors.
 *
 * @param find What is wrong with an entry, completing "rows[3] ...".
 * @param allowed What an entry may be.
 */
export function inspectEntries(
  field: string,
  entries: unknown[],
  find: (entry: unknown, index: number) => string | undefined,
  allowed: string[]
): Problem[] {
  const problems: Problem[] = [];
  for (const [index, entry] of entries.entries()) {
    const reason = find(entry, index);
    const path = `${field}[${index}]`;
    if (reason) problems.push({ field: path, message: `${path} ${reason}`, allowed });
    if (problems.length === MAX_ERRORS) break;
  }
  return problems;
}
