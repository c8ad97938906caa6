import type { BulkRun } from './bulk';
import type { Contender } from './case';
import type { Row } from './run-cases';
import { findPeer } from './table';

/** What must hold, and the worst that was measured of it. */
export interface Verdict {
  goal: string;
  what: string;
  limit: number;
  /** Undefined where it was not measured. */
  worst: number | undefined;
  /** Where the worst was measured. */
  where: string;
}

/** A figure that a goal limits, of the rows of our bundle. */
interface Goal {
  goal: string;
  what: string;
  limit: number;
  cases: string[];
  figure(row: Row, rows: Row[]): number | undefined;
}

const over = (contender: Contender, name: 'median' | 'cpu' | 'first' | 'blocked') => (row: Row, rows: Row[]) => {
  const [own, other] = [row[name], findPeer(rows, row, contender)?.[name]];
  return own === undefined || other === undefined ? undefined : own / other;
};

const image = 10_000_000;

const GOALS: Goal[] = [
  { goal: 'G1', what: 'chat query: time over the floor', limit: 1.5, cases: ['chat'], figure: over('floor', 'median') },
  {
    goal: 'G1',
    what: 'chat query: processor time over the floor',
    limit: 1.5,
    cases: ['chat'],
    figure: over('floor', 'cpu'),
  },
  {
    goal: 'G2',
    what: "later load over an empty class's",
    limit: 1.3,
    cases: ['first'],
    figure: over('empty', 'median'),
  },
  {
    goal: 'G2',
    what: "first load and query over the floor's",
    limit: 1.5,
    cases: ['first'],
    figure: over('floor', 'first'),
  },
  {
    goal: 'G3',
    what: 'heap kept by each of 2,000 queries, KB',
    limit: 4,
    cases: ['kept'],
    figure: ({ heap }) => (heap ?? Number.NaN) / 1024,
  },
  {
    goal: 'G3',
    what: 'loads that a heap of 128 MB does not survive, of 5,000',
    limit: 0,
    cases: ['small heap'],
    figure: ({ survived = 0 }) => 5000 - survived,
  },
  {
    goal: 'G4',
    what: 'connections for 500 queries in turn',
    limit: 1,
    cases: ['connections'],
    figure: ({ connections }) => connections,
  },
  {
    goal: 'G4',
    what: 'time beyond a round trip of 40 ms, ms',
    limit: 5,
    cases: ['distance'],
    figure: ({ median = Number.NaN }) => median - 40,
  },
  {
    goal: 'G5',
    what: 'images of 4 and 20 MB: time over the floor',
    limit: 2,
    cases: ['image 4', 'image 20'],
    figure: over('floor', 'median'),
  },
  {
    goal: 'G5',
    what: 'image of 20 MB: most extra memory over its size',
    limit: 3.3,
    cases: ['image 20'],
    figure: ({ peak = Number.NaN }) => peak / 20_000_000,
  },
  {
    goal: 'G5',
    what: "images: longest block of the event loop over upstream-like's",
    limit: 0.4,
    cases: ['image 4', 'image 20'],
    figure: over('upstream-like', 'blocked'),
  },
  {
    goal: 'G6',
    what: 'edit of 10 MB: time over the floor',
    limit: 1.15,
    cases: ['edit 10'],
    figure: over('floor', 'median'),
  },
  {
    goal: 'G6',
    what: 'edit of 10 MB: extra memory beyond the decoded image, over its size',
    limit: 0.5,
    cases: ['edit 10'],
    figure: ({ peak = Number.NaN }) => Math.max(0, peak - image) / image,
  },
  {
    goal: 'G7',
    what: 'stream of 1,000 deltas: time over the floor',
    limit: 2,
    cases: ['deltas'],
    figure: over('floor', 'median'),
  },
  {
    goal: 'G7',
    what: 'three partial images of 2 MB: time over reading them',
    limit: 3,
    cases: ['partials'],
    figure: over('floor', 'median'),
  },
  { goal: 'G7', what: 'event of 8 MB: time over one of 2 MB', limit: 5, cases: ['event 8'], figure: overSmaller },
  {
    goal: 'G9',
    what: 'what checking adds to a query, microseconds',
    limit: 20,
    cases: ['checking'],
    figure: ({ checking }) => checking,
  },
];

function overSmaller({ median = Number.NaN }: Row, rows: Row[]): number | undefined {
  const smaller = rows.find(row => row.case === 'event 2' && row.contender === 'ours');
  return smaller?.median && median / smaller.median;
}

/** Every goal with the worst that was measured of it. */
export function judge(rows: Row[], bulk: BulkRun[]): Verdict[] {
  const verdicts = GOALS.map(({ goal, what, limit, cases, figure }) => {
    const found = rows
      .filter(row => cases.includes(row.case) && ['ours', 'checking'].includes(row.contender))
      .flatMap(row => {
        const value = figure(row, rows);
        return value === undefined || Number.isNaN(value) ? [] : [{ value, row }];
      });
    const [worst] = found.toSorted((one, other) => other.value - one.value);
    return { goal, what, limit, worst: worst?.value, where: worst && found.length > 1 ? describe(worst.row) : '' };
  });
  return [...verdicts, ...judgeBulk(bulk)].toSorted((one, other) =>
    one.goal < other.goal ? -1 : one.goal > other.goal ? 1 : 0
  );
}

const describe = ({ title, loader, way, atOnce = 1 }: Row) =>
  `${title}, ${loader}, ${way}${atOnce > 1 ? `, ${atOnce} at a time` : ''}`;

function judgeBulk(runs: BulkRun[]): Verdict[] {
  const worstOf = (what: string, limit: number, figure: (run: BulkRun) => number): Verdict => {
    const [worst] = runs.toSorted((one, other) => figure(other) - figure(one));
    const where = worst ? `${worst.latencyMs} ms, retry-after: ${worst.says}` : '';
    return { goal: 'G8', what, limit, worst: worst && figure(worst), where };
  };
  return [
    worstOf('bulk chat against a rate limit: rows that failed', 0, ({ failed }) => failed),
    worstOf('bulk chat: refused requests of a hundred', 2, ({ wasted, rows }) => (wasted / rows) * 100),
    worstOf('bulk chat: time over the ideal with two latencies', 1.15, ({ seconds, ideal }) => seconds / ideal),
  ];
}
