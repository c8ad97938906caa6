import type { Failure, Fields } from './plugin';

/** One wrong input. */
export interface BadInput {
  /** What is wrong, for the name of the test. */
  what: string;
  options: Fields;
  field: string;
  /** How the error shows the value; absent where it is private or missing. */
  shows?: string;
  /** What the error must give as right; `none` where nothing can be listed, such as for broken JSON. */
  allowed?: unknown[] | 'none';
}

/** Stands in every text that people write freely; no error may repeat it. */
export const privateWords = 'Zebrafinken im Nebel';

/** Checks that an error names the field, the value and what would be right, and nothing that is private. */
export function expectRefusal({ message, description, data }: Failure, { field, shows, allowed }: BadInput): void {
  expect(message).toMatch(/^(Could not [a-z ]+|Connection settings are invalid)$/);
  const problem = data.problems.find(candidate => candidate.field === field);
  expect(data.problems.map(candidate => candidate.field)).toContain(field);
  expect(description.split('\n')).toContain(problem?.message);
  if (shows !== undefined) expect(problem?.message).toContain(shows);
  if (Array.isArray(allowed)) expect(problem?.allowed).toEqual(allowed);
  if (allowed === undefined) expect(problem?.allowed?.length).toBeGreaterThan(0);
  expect(JSON.stringify({ message, description, data })).not.toContain(privateWords);
  expect(data).toMatchObject({ code: 'invalid_options', category: 'invalid_options', retryable: false });
}
