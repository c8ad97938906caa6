import { cpus, totalmem } from 'node:os';
import type { BatchStep } from './batch';
import type { BulkRun } from './bulk';
import { judge, type Verdict } from './goals';
import { NOTES } from './notes';
import type { FileRun } from './row-files';
import type { Row } from './run-cases';
import { formatLines, formatTable } from './table';

/** Everything that one run has measured. */
export interface Results {
  /** Of the version that decides, and of the others. */
  rows: Row[];
  others: Row[];
  bulk: BulkRun[];
  batches: BatchStep[];
  files: FileRun[];
  command: string;
  /** Processes that wanted to run on the machine, on average, when it began and when it ended. */
  load: [number, number];
  minutes: number;
}

/** The figures with what they mean, as Markdown. */
export function writeDocument(results: Results): string {
  const { rows, bulk } = results;
  return `# Performance

What a query costs the host that runs it. Written by \`${results.command}\`; do not edit it by hand.

${describeMachine(results)}

Each bundle is source text that a loader evaluates for every query, as in ToolJet: \`vm-context\` is the current loader, \`module-from-string\`
the older one. Every contender runs in fresh processes, in reverse order every other round, and the slow ones only in a third of the rounds.
The server has its own process.
Figures are medians over the rounds, of medians within a process. All goals are ratios within one run.

- \`floor\`: kept in the process like ours, using Node's own http with a keep-alive connection. It reads large bodies and discards them.
- \`newest SDK\`, \`upstream-like\`: a plugin of a few lines that uses the newest SDK, or that of ToolJet's own plugin (4.56), bundled with ncc,
  with a new client for every query.
- \`empty\`: a class that does nothing.

## Goals

${formatLines([['goal', 'what', 'at most', 'worst measured', 'met', 'where'], ...judge(rows, bulk).map(toLine)])}

${NOTES}

## Queries

${formatTable(rows.filter(({ case: id }) => !GROWTH.test(id)))}
${writeGrowth(results)}`;
}

/** What a quick run, or one of few cases, has not measured is left out. */
function writeGrowth({ rows, others, bulk, batches, files }: Results): string {
  const [first] = bulk;
  return [
    ...section(
      'One query with a growing number of items. The last column is queries per second.',
      growing(rows),
      formatTable
    ),
    ...section(
      'Batches of rows of 1 KB: the file is written and read in parts. Memory is the most that a step needed in addition to the rows.',
      batches,
      steps => formatLines([['rows', 'step', 'seconds', 'MB'], ...steps.map(toStep)])
    ),
    ...section(
      'Rows with an image of 5 MB each, from a link: the most memory in addition to what the process used before. Ten rows run at a time, however many there are.',
      files,
      runs => formatLines([['rows', 'MB', 'seconds', 'extra MB'], ...runs.map(toFileRun)])
    ),
    ...section(
      `Rows against a rate limit of ${first?.requestsPerSecond} requests a second after ${first?.burst} at once, at the default concurrency.`,
      bulk,
      runs =>
        formatLines([
          ['rows', 'latency ms', 'what a 429 response states', 'seconds', 'ideal', 'rejected', 'failed'],
          ...runs.map(toRun),
        ])
    ),
    ...section('Chat on other versions of Node.js.', others, formatTable),
  ].join('\n');
}

function section<Item>(about: string, items: Item[], write: (items: Item[]) => string): string[] {
  return items.length === 0 ? [] : [`\n${about}\n\n${write(items)}`];
}

const growing = (rows: Row[]): Row[] => rows.filter(({ case: id }) => GROWTH.test(id));

const GROWTH = /^(?:load|messages|inputs|citations|rows)\b/;

function describeMachine({ rows, load, minutes }: Results): string {
  const model = cpus()[0]?.model ?? 'unknown';
  const memory = Math.round(totalmem() / 1e9);
  const [node] = rows;
  const isShared = load[0] > 1;
  const between = load.map(one => one.toFixed(1)).join(' and ');
  return (
    `Node ${node?.node}, ${process.platform}-${process.arch}, ${cpus().length} cores (${model}), ${memory} GB, on one machine; ` +
    `${minutes.toFixed(1)} minutes. The load average was ${between} at the beginning and end. Compare ratios, not milliseconds` +
    (isShared ? '; the machine was shared, so single ratios can be off by a third.' : '.')
  );
}

function toLine({ goal, what, limit, worst, where }: Verdict): string[] {
  const met = worst === undefined ? 'not measured' : worst <= limit ? 'yes' : 'no';
  return [goal, what, String(limit), worst === undefined ? '' : String(Number(worst.toPrecision(3))), met, where];
}

const toStep = ({ rows, name, milliseconds, extra }: BatchStep) => [
  rows.toLocaleString('en-US'),
  name,
  (milliseconds / 1000).toFixed(2),
  (extra / 1e6).toFixed(0),
];

const toFileRun = ({ rows, megabytes, milliseconds, extra }: FileRun) => [
  String(rows),
  String(rows * megabytes),
  (milliseconds / 1000).toFixed(1),
  (extra / 1e6).toFixed(0),
];

const toRun = ({ rows, latencyMs, says, seconds, ideal, wasted, failed }: BulkRun) =>
  [rows, latencyMs, says, seconds.toFixed(2), ideal.toFixed(2), wasted, failed].map(String);
