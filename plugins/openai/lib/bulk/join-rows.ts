import type { Context } from '../operation';
import { isJsonObject } from '../options/json-object';
import type { RowResult } from './rows';

/** How results are put beside their rows. */
export interface JoinOptions {
  /** The field of the rows that holds the fingerprint of an earlier result. */
  fingerprint_field?: string | undefined;
  /** Puts the fields of `parsed` into columns. */
  spread?: boolean | undefined;
}

/** The names that results use, which no column of an answer may take. */
const RESULT_FIELDS = [
  'status',
  'text',
  'parsed',
  'refusal',
  'tool_calls',
  'error',
  'usage',
  'repairs',
  'embedding',
  'fingerprint',
];
const STATUSES = ['ok', 'error', 'not_run', 'unchanged', 'sent'];

/** Whether the query says that its rows may hold earlier results, and this one does. */
function isEarlierResult(row: object, fingerprint_field: string | undefined): boolean {
  if (fingerprint_field === undefined) return false;
  const read = (name: string): unknown => (Object.hasOwn(row, name) ? Reflect.get(row, name) : undefined);
  const fingerprint = read(fingerprint_field);
  return (typeof fingerprint === 'string' && fingerprint !== '') || STATUSES.some(status => status === read('status'));
}

/** The row as it was before an earlier query added its result, which is what `[[row]]` stands for. */
export function withoutResult(row: object, fingerprint_field: string | undefined): object {
  if (!isEarlierResult(row, fingerprint_field)) return row;
  const parsed: unknown = Object.hasOwn(row, 'parsed') ? Reflect.get(row, 'parsed') : undefined;
  const added = new Set([...RESULT_FIELDS, fingerprint_field, ...(isJsonObject(parsed) ? Object.keys(parsed) : [])]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => !added.has(name)));
}

/** What was lost or left out when results were joined to their rows. */
class Collisions {
  readonly replaced = new Set<string>();
  readonly hidden = new Set<string>();

  report(warn: Context['warn']): void {
    for (const name of this.replaced)
      warn('rows', `The field "${name}" of the rows was replaced by that of the results`);
    for (const name of this.hidden)
      warn(
        'spread',
        `The field "${name}" of the answers has the same name as a field of the results, so it is only in parsed`
      );
  }
}

/** Adds the results to their rows, replacing fields of the same name. */
export function joinRows(
  inputRows: object[],
  results: RowResult[],
  options: JoinOptions,
  warn: Context['warn']
): object[] {
  const collisions = new Collisions();
  const joined = inputRows.map((row, index) => join(row, results[index] ?? { status: 'not_run' }, options, collisions));
  collisions.report(warn);
  return joined;
}

/** One row with its result. */
export function joinRow(row: object, result: RowResult, options: JoinOptions): object {
  return join(row, result, options, new Collisions());
}

function join(row: object, result: RowResult, options: JoinOptions, collisions: Collisions): object {
  const { fingerprint_field, spread } = options;
  const { fingerprint, parsed } = result;
  const columns = Object.entries(spread && isJsonObject(parsed) ? parsed : {});
  for (const [name] of columns) if (RESULT_FIELDS.includes(name)) collisions.hidden.add(name);
  const added = {
    ...Object.fromEntries(columns.filter(([name]) => !RESULT_FIELDS.includes(name))),
    ...result,
    ...(fingerprint !== undefined && fingerprint_field !== undefined && { [fingerprint_field]: fingerprint }),
  };
  if (!isEarlierResult(row, fingerprint_field)) {
    for (const name of Object.keys(added)) if (Object.hasOwn(row, name)) collisions.replaced.add(name);
    return { ...row, ...added };
  }
  const { error: _, ...rest }: { error?: unknown } = { ...row };
  return { ...(result.status === 'ok' ? rest : row), ...added };
}
