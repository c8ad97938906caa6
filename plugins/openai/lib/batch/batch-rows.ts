import { describeCounts } from '../bulk/bulk-result';
import { type JoinOptions, joinRows } from '../bulk/join-rows';
import { storedFingerprint } from '../bulk/row-requests';
import { countStatus, type RowResult } from '../bulk/rows';
import { addUsages } from '../cost/usage';
import type { Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { describeStatus } from '../transport/describe-status';
import type { Fetched } from './batch-results';
import { type BatchData, toBatchData } from './batch-status';

/** The index of a row, and its fingerprint where the batch has them, from the custom_id of its request. */
const CUSTOM_ID = /^row-(\d+)(?:-([\da-f]{32}))?$/;
const indexOf = (custom_id: string) => Number(CUSTOM_ID.exec(custom_id)?.[1] ?? Number.NaN);

/** The results by the index of their row, each with its fingerprint. */
function placeResults(results: Map<string, RowResult>): Map<number, RowResult> {
  const placed = new Map<number, RowResult>();
  for (const [custom_id, result] of results) {
    const [, index, fingerprint] = CUSTOM_ID.exec(custom_id) ?? [];
    if (index === undefined) continue;
    placed.set(Number(index), fingerprint && result.status === 'ok' ? { ...result, fingerprint } : result);
  }
  return placed;
}

/** A row without a result: where it has a fingerprint, it was not sent because it needed no request. */
function toUnplaced(row: object, missing: number, fingerprint_field: string | undefined): RowResult {
  const fingerprint = storedFingerprint(row, fingerprint_field);
  if (missing > 0) return MISSING;
  return fingerprint === undefined ? NOT_RUN : { status: 'unchanged', fingerprint };
}

/** Adds the results to their rows, or lists them in order if there are no rows. */
export function toResultsOutcome(
  { batches, results, charges, unreadable, missing, replaced, incomplete }: Fetched,
  { rows: inputRows, ...options }: JoinOptions & { rows?: object[] },
  warn: Context['warn']
): Outcome<BatchData> {
  const data = toBatchData(batches);
  const all = [...results.values()];
  const common = {
    id: data.id,
    model: batches[0]?.model,
    usage: addUsages([...charges.values()].map(({ usage }) => usage)),
    charges: [...charges.values()],
    raw: batches.map(({ raw }) => raw),
  };
  if (!data.done && results.size === 0) return { ...common, message: describeStatus('batch', data.status), data };
  const byIndex = placeResults(results);
  const placed = inputRows
    ? inputRows.map((row, index) => byIndex.get(index) ?? toUnplaced(row, missing, options.fingerprint_field))
    : all;
  const rows = inputRows ? joinRows(inputRows, placed, options, warn) : listResults(results);
  if (unreadable > 0)
    warn('batch_id', countOf(unreadable, 'unreadable line was skipped', 'unreadable lines were skipped'));
  if (incomplete.length > 0)
    warn(
      'batch_id',
      `${incomplete.join(', ')} completed requests but ${incomplete.length === 1 ? 'has' : 'have'} no file of their results`
    );
  if (missing > 0)
    warn(
      'batch_id',
      `${countOf(missing, 'result has', 'results have')} not arrived; get the results again. The requests were run and billed`
    );
  if (replaced > 0)
    warn(
      'batch_id',
      `${countOf(replaced, 'result shares its', 'results share their')} custom_id with another one; get unrelated batches separately`
    );
  const unmatched = inputRows ? [...results.keys()].filter(id => !(indexOf(id) < inputRows.length)).length : 0;
  if (unmatched > 0)
    warn(
      'rows',
      `${countOf(unmatched, 'result matches', 'results match')} none of the rows; leave rows empty to see all results`
    );
  const count = (status: RowResult['status']) => countStatus(placed, status);
  // Where the server counts requests, the counts show whether results are missing.
  if (data.status === 'completed' && data.counts.total === 0 && count('not_run') > 0)
    warn('rows', `${countOf(count('not_run'), 'row has', 'rows have')} no result, though the batch is completed`);
  return {
    ...common,
    message: describeCounts(count('ok'), count('error'), count('not_run'), count('unchanged')),
    data: { ...data, rows },
  };
}

/** A file of results can end early; running the request again would be paid for again. */
const MISSING: RowResult = {
  status: 'error',
  error: {
    code: 'result_missing',
    category: 'server',
    message: 'The result has not arrived, but its request may have been run; get the results of the batch again',
  },
};
const NOT_RUN: RowResult = { status: 'not_run' };

function listResults(results: Map<string, RowResult>): object[] {
  const listed = [...results].map(([custom_id, result]) => ({ custom_id, ...result }));
  // Results are unordered; those of rows are sorted, those of `requests` are not.
  return listed.toSorted((one, other) => indexOf(one.custom_id) - indexOf(other.custom_id) || 0);
}
