import { allOperations } from '../../plugins/openai/lib/registry';
import { allOptions } from '../../plugins/openai/lib/run/check-options';
import { everyAction } from '../support/every-action';
import { failureOf, loadPlugin } from '../support/hosts';
import { largeValues } from '../support/large-values';
import type { Fields } from '../support/plugin';

/**
 * What a value is worth in work must grow as its length does. Work is counted as the process's own, not by the clock, and
 * the bound is some twenty times what is needed: what grows as the square of the length needs a hundred times more.
 */

/** With `LARGE_INPUTS=50000`, every option is given all shapes of that size; else half of them, the next option the others. */
const wished = process.env['LARGE_INPUTS'];
const SIZE = Number(wished ?? 25_000);
const MOST_MS = Math.max(500, SIZE / 500);

/** Made once: no query may change what it is given. */
const values = Object.entries(largeValues).map(([shape, make]) => [shape, make(SIZE)] as const);
/** What operations share is looked at with the first of them. */
const seen = new Set<string>();
let turn = 0;

const source = { apiKey: 'sk-test-0123456789abcdef', baseUrl: 'http://127.0.0.1:9/v1', maxRetries: 0 };
const queries = new Map(everyAction);

/** A query of an operation: a batch is told apart by its target as well. */
function queryOf(id: string): Fields {
  const [entry = '', action = '', target] = id.split('.');
  return { ...(queries.get(action ? `${entry}.${action}` : entry) ?? {}), ...(target && { target }), dry_run: true };
}

/** What took little time took little work, which is dear to count. Noise only ever adds: the rest is tried again. */
async function measure(query: Fields): Promise<{ milliseconds: number; shown: string }> {
  const before = performance.now();
  const first = { shown: await showOutcome(query), milliseconds: performance.now() - before };
  if (first.milliseconds <= MOST_MS) return first;
  let least = await countWork(query);
  for (let more = 0; more < 2 && least.milliseconds > MOST_MS; more += 1) {
    const again = await countWork(query);
    if (again.milliseconds < least.milliseconds) least = again;
  }
  return least;
}

async function countWork(query: Fields): Promise<{ milliseconds: number; shown: string }> {
  const before = process.cpuUsage();
  const shown = await showOutcome(query);
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, shown };
}

/** An error as text; nothing for a result. */
async function showOutcome(query: Fields): Promise<string> {
  const outcome = await loadPlugin()
    .run(source, query)
    .catch((error: unknown) => failureOf(Promise.reject(error)));
  const { stack: _, ...shown } = { stack: '', ...outcome };
  return 'className' in shown ? JSON.stringify(shown) : '';
}

describe.each([...allOperations().keys()])('every option of %s', id => {
  const operation = allOperations().get(id);
  const options = operation ? Object.entries(allOptions(operation)) : [];
  const names = options.filter(([, option]) => !seen.has(JSON.stringify(option))).map(([name]) => name);
  for (const [, option] of options) seen.add(JSON.stringify(option));
  if (names.length === 0) return;

  it('takes or refuses large values of every shape in a moment, with an error that is short and blames the field', async () => {
    const found: string[] = [];
    for (const name of names) {
      turn += 1;
      for (const [shape, value] of values.filter((_, at) => wished !== undefined || (at + turn) % 2 === 0)) {
        const { milliseconds, shown } = await measure({ ...queryOf(id), [name]: value });
        const place = `${name}: ${shape}`;
        if (milliseconds > MOST_MS) found.push(`${place} took ${Math.round(milliseconds)} ms`);
        if (shown.length > 65_536) found.push(`${place} gave an error of ${shown.length} characters`);
        // A blank option is absent, so a blank dry_run is no dry run; nobody listens where the query is sent.
        const isSent = name === 'dry_run' && shown.includes('ECONNREFUSED');
        if (shown && !isSent && !shown.includes('"category":"invalid_options"'))
          found.push(`${place} gave ${shown.slice(0, 300)}`);
      }
    }
    expect(found).toEqual([]);
  }, 600_000);
});
