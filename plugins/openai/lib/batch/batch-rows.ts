import { describeCounts } from '../bulk/bulk-result';
import { joinRows, type RowResult } from '../bulk/rows';
import { addUsages } from '../cost/usage';
import type { Context, Outcome } from '../operation';
import type { Fetched } from './batch-results';
import { type BatchData, toBatchData } from './batch-status';

/** The number in the id that a request of a row has. */
const numberOf = (custom_id: string) => Number(/^row-(\d+)$/.exec(custom_id)?.[1] ?? Number.NaN);

/** Puts results to the rows that were asked, or in their order where those are not given. */
export function toResultsOutcome(
  { batches, results, charges, unread, replaced }: Fetched,
  given: object[] | undefined,
  warn: Context['warn']
): Outcome<BatchData> {
  const data = toBatchData(batches);
  const all = [...results.values()];
  const common = {
    id: data.id,
    model: batches[0]?.model,
    usage: addUsages([...charges.values()].map(({ usage }) => usage)),
    charges: [...charges.values()],
    raw: batches,
  };
  if (!data.done && results.size === 0)
    return { ...common, message: `The batch is ${data.status.replace('_', ' ')}`, data };
  const placed = given ? given.map((_, index) => results.get(`row-${index}`) ?? NOT_RUN) : all;
  const rows = given ? joinRows(given, placed, warn) : listResults(results);
  const say = (count: number) => count.toLocaleString('en-US');
  if (unread > 0) warn('batch_id', `${say(unread)} lines of the results are none and were left out`);
  if (replaced > 0)
    warn('batch_id', `${say(replaced)} results have the id of another one: get batches of other rows one by one`);
  const strangers = given ? [...results.keys()].filter(id => !(numberOf(id) < given.length)).length : 0;
  if (strangers > 0) warn('rows', `${strangers} results belong to none of the rows: leave rows out to see them`);
  const count = (status: RowResult['status']) => placed.filter(result => result.status === status).length;
  return {
    ...common,
    message: describeCounts(count('ok'), count('error'), count('not_run')),
    data: { ...data, rows },
  };
}

const NOT_RUN: RowResult = { status: 'not_run' };

function listResults(results: Map<string, RowResult>): object[] {
  const listed = [...results].map(([custom_id, result]) => ({ custom_id, ...result }));
  // Results come in any order; requests of one's own keep it.
  return listed.toSorted((one, other) => numberOf(one.custom_id) - numberOf(other.custom_id) || 0);
}
