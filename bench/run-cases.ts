import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { certificate } from '../test/support/certificate';
import type { Case, Contender } from './case';
import type { AnswerServer } from './child';
import type { Contenders } from './contenders/write-contenders';
import { median } from './figures';
import type { Figures, Job } from './measure/job';

/** Figures of one contender in one case, medians over the rounds. */
export interface Row extends Figures {
  case: string;
  title: string;
  contender: Contender;
  loader: string;
  way: string;
  /** Version of Node.js. */
  node: string;
  rounds: number;
}

/** Runs cases in fresh processes of one version of Node.js. */
export interface Bench {
  /** The binary, and what it says its version is. */
  binary: string;
  node: string;
  folder: string;
  contenders: Contenders;
  server: AnswerServer;
}

/** The program that measures, as one file that every version of Node.js runs as it is. */
export async function writeProgram(folder: string): Promise<void> {
  await build({
    entryPoints: [join(__dirname, 'measure/main.ts')],
    outfile: join(folder, 'measure.cjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
  });
  await writeFile(join(folder, 'certificate.pem'), certificate);
}

/** They take most of the time, and no goal is about a few percent of theirs: a third of the rounds is enough. */
const PEERS: Contender[] = ['newest SDK', 'upstream-like'];

/** Every case in every round; the order of the contenders is reversed in every other, so that none is always behind another. */
export async function runCases(
  bench: Bench,
  cases: Case[],
  rounds: number,
  say: (line: string) => void
): Promise<Row[]> {
  const runs = new Map<string, Row[]>();
  for (let round = 0; round < rounds; round += 1) {
    say(`Node ${bench.node}, round ${round + 1} of ${rounds}`);
    for (const one of cases.filter(each => round < (each.rounds ?? rounds))) {
      const present = one.contenders.filter(each => round < Math.ceil(rounds / 3) || !PEERS.includes(each));
      const order = round % 2 === 0 ? present : present.toReversed();
      for (const way of one.ways) {
        for (const loader of one.loaders) {
          for (const contender of order) {
            for (const row of await runOnce(bench, one, { way, loader, contender })) {
              const key = JSON.stringify([one.id, way, loader, contender, row.atOnce]);
              runs.set(key, [...(runs.get(key) ?? []), row]);
            }
          }
        }
      }
    }
  }
  return [...runs.values()].flatMap(rows => middleOf(rows));
}

async function runOnce(
  { binary, node, folder, contenders, server }: Bench,
  { id, title, answer, flags = [], ...asked }: Case,
  { way, loader, contender }: { way: Case['ways'][number]; loader: string; contender: Contender }
): Promise<Row[]> {
  const origin = `${way === 'http' ? 'http' : 'https'}://127.0.0.1:${server.ports[way]}`;
  const bundle = contenders[contender];
  const { what, query, count, atLeast, atOnce } = asked;
  const limits = atLeast === undefined ? { count } : { count, atLeast };
  const job: Job = { what, bundle, loader, baseUrl: `${origin}/${answer}/v1`, query, ...limits, atOnce };
  await server.countConnections();
  const printed = await run(
    binary,
    [...flags, join(folder, 'measure.cjs'), JSON.stringify(job)],
    folder,
    what === 'loads'
  );
  const blocks: Figures[] = JSON.parse(printed);
  const connections = await server.countConnections();
  return blocks.map(figures => ({ case: id, title, contender, loader, way, node, rounds: 1, ...figures, connections }));
}

/** The last line of what the program prints. One that a full heap ends has printed how far it came. */
async function run(binary: string, typed: string[], folder: string, mayDie: boolean): Promise<string> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem') };
  const finished = await promisify(execFile)(binary, typed, { env }).catch((error: Error) => {
    if (!mayDie) throw error;
    return { stdout: String(Reflect.get(error, 'stdout')) };
  });
  return finished.stdout.trim().split('\n').at(-1) || '[{ "survived": 0 }]';
}

function middleOf(rows: Row[]): Row[] {
  const [first] = rows;
  if (!first) return [];
  const middle = Object.entries(first).map(([name, value]) => {
    const values = rows.map(row => Reflect.get(row, name)).filter(each => typeof each === 'number');
    return [name, typeof value === 'number' ? median(values) : value];
  });
  return [{ ...first, ...Object.fromEntries(middle), rounds: rows.length }];
}
