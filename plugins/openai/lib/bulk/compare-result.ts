import type { ModelCharge } from '../cost/charges';
import { priceCharges } from '../cost/cost';
import { addUsages, readUsage } from '../cost/usage';
import { BrokenResponse } from '../failures/failure';
import type { Billed, Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { readCompletion } from '../text/chat-completion';
import { warnOfStop } from './bulk-result';
import { isRight } from './compare-match';
import { type Cell, type Compared, type VariantEnd, warnOfUnjudged } from './compare-run';
import { countStatus } from './rows';
import { isUnpriced } from './task';

/** `data` of a comparison: a table of the variants, and one of the rows. */
export interface ComparisonData {
  variants: VariantSummary[];
  rows: object[];
  /** How many rows not all variants got right, or wrong. */
  disagreements: number;
}

interface VariantSummary {
  name: string;
  model: string;
  /** Of the answers that could be judged, the share that is right. */
  accuracy: number | null;
  correct: number;
  wrong: number;
  failed: number;
  not_run: number;
  cost_usd: number | null;
  median_ms: number | null;
  slowest_ms: number | null;
  /** The rows on which another variant did otherwise. */
  disagreements: number;
  usage?: object;
  error?: string;
}

/**
 * The outcome of a comparison.
 *
 * @throws BrokenResponse if no answer of any variant can be used, with the texts that arrived.
 */
export function toComparisonOutcome(compared: Compared, warn: Context['warn']): Outcome<ComparisonData> {
  const { variants, comparison } = compared;
  failIfUseless(variants.flatMap(({ cells }) => cells));
  warnOfUnjudged(compared, warn);
  warnOfMatch(compared, warn);
  warnOfStops(compared, warn);
  const disputed = comparison.rows.map((_, index) => isDisputed(variants.map(({ cells }) => cells[index])));
  const summaries = variants.map((end, place) => summarize(end, place, compared, disputed));
  return {
    message: `${countOf(variants.length, 'variant')} compared on ${countOf(comparison.rows.length, 'row')}`,
    data: {
      variants: summaries,
      rows: comparison.rows.map((row, index) => joinCells(row, index, compared, disputed[index] ?? false)),
      disagreements: disputed.filter(Boolean).length,
    },
    ...billComparison(compared),
    raw: listEnds(compared).flatMap(listAnswers),
  };
}

/** What the answers of all variants and of the judge are billed for, whatever they say. */
export function billComparison(compared: Compared): Billed {
  const { comparison, unjudged } = compared;
  const ends = listEnds(compared);
  const models = [...comparison.variants.map(({ model }) => model), comparison.judge?.model ?? ''];
  const charges = [
    ...ends.map((ended, place) => chargesOf(ended, models[place] ?? '')),
    ...(unjudged?.mayBeBilled ? [null] : []),
  ];
  return {
    usage: addUsages(ends.flatMap(listUsages)),
    charges: charges.every(one => one !== null) ? charges.flat() : null,
  };
}

const listEnds = ({ variants, judged }: Compared): VariantEnd['ended'][] => [
  ...variants.map(({ ended }) => ended),
  ...(judged ? [judged] : []),
];

/** Answers in sentences are never exactly a word. */
function warnOfMatch({ comparison: { match, expected }, variants }: Compared, warn: Context['warn']): void {
  const cells = variants.flatMap(variant => variant.cells);
  if (match !== 'exact' || cells.some(({ correct }) => correct)) return;
  const isContained = variants.some(variant =>
    variant.cells.some(({ answer }, index) => isRight(answer ?? '', expected[index], 'contains'))
  );
  if (isContained)
    warn('match', 'Answers contain the expected values and more; set output_fields, or set match to contains');
}

/** Says of each variant that stopped early why its rows were not run. */
function warnOfStops({ comparison, variants }: Compared, warn: Context['warn']): void {
  for (const [place, { ended, cells }] of variants.entries()) {
    if (!('ends' in ended)) continue;
    const results = cells.map(({ result }) => result);
    const { name = '' } = comparison.variants[place] ?? {};
    warnOfStop(countStatus(results, 'not_run'), ended, (field, reason) => warn(field, `${name}: ${reason}`));
  }
}

function failIfUseless(cells: Cell[]): void {
  const trouble = cells.find(cell => cell.trouble !== undefined)?.trouble;
  if (trouble === undefined || cells.some(({ result }) => result.status === 'ok')) return;
  throw new BrokenResponse(trouble, cells.flatMap(({ result }) => result['text'] ?? []).join('\n'));
}

/** Some have it right, and some wrong. */
function isDisputed(cells: (Cell | undefined)[]): boolean {
  const verdicts = new Set(cells.flatMap(cell => (cell?.correct === undefined ? [] : [cell.correct])));
  return verdicts.size > 1;
}

function summarize(
  { ended, cells }: VariantEnd,
  place: number,
  { comparison, prices }: Compared,
  disputed: boolean[]
): VariantSummary {
  const { name = '', model = '' } = comparison.variants[place] ?? {};
  const results = cells.map(({ result }) => result);
  const count = (wanted: boolean) => cells.filter(({ correct }) => correct === wanted).length;
  const [correct, wrong] = [count(true), count(false)];
  const times = cells.flatMap(({ duration }) => (duration === undefined ? [] : Math.round(duration)));
  const usage = addUsages(listUsages(ended));
  const cost = priceCharges(chargesOf(ended, model), { requested: model }, prices);
  return {
    name,
    model,
    accuracy: correct + wrong > 0 ? Math.round((correct / (correct + wrong)) * 10_000) / 10_000 : null,
    correct,
    wrong,
    failed: countStatus(results, 'error'),
    not_run: countStatus(results, 'not_run'),
    cost_usd: cost?.usd ?? null,
    median_ms: median(times),
    slowest_ms: times.length > 0 ? Math.max(...times) : null,
    disagreements: disputed.filter((isOne, index) => isOne && cells[index]?.correct !== undefined).length,
    ...(usage && { usage }),
    ...('error' in ended && { error: ended.error.message }),
  };
}

/** A row with the answer of each variant. */
function joinCells(row: object, index: number, { variants, comparison }: Compared, disputed: boolean): object {
  const answers = variants.map(({ cells }, place) => {
    const { result, answer, correct, reason, duration } = cells[index] ?? { result: { status: 'not_run' } };
    return {
      variant: comparison.variants[place]?.name,
      status: result.status,
      ...(answer !== undefined && { answer }),
      ...(correct !== undefined && { correct }),
      ...(reason !== undefined && { reason }),
      ...(duration !== undefined && { duration_ms: Math.round(duration) }),
      ...(result.error && { error: result.error }),
    };
  });
  return { ...row, expected: comparison.expected[index], disputed, answers };
}

const listAnswers = (ended: VariantEnd['ended']): object[] =>
  'ends' in ended ? ended.ends.flatMap(end => ('data' in end ? [end.data] : [])) : [];

const listUsages = (ended: VariantEnd['ended']) => listAnswers(ended).map(answer => readCompletion(answer).usage);

/** What the answers are billed for; null where a response was not waited for. */
function chargesOf(ended: VariantEnd['ended'], requested: string): ModelCharge[] | null {
  if ('ends' in ended ? ended.ends.some(isUnpriced) : ended.mayBeBilled) return null;
  return listAnswers(ended).map(answer => {
    const { model = requested, usage, service_tier } = readCompletion(answer);
    const isSame = model.startsWith(requested) && VERSION.test(model.slice(requested.length));
    return { model, ...(isSame && { requested }), usage: readUsage(usage), service_tier };
  });
}

/** What servers add to the name that was requested: a version, or Ollama's tag. Other names are of other models. */
const VERSION = /^(?:-\d{3,}(?:-\d+)*|:latest)?$/;

function median(values: number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
