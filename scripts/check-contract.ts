import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { start } from 'openai-emulator';
import OpenAIQueryService from '../plugins/openai/lib/index';
import exceptions from './contract/exceptions.json';
import { type Judge, type Objection, startJudge } from './contract/judge';
import { contractQueries } from './contract/queries';

function findDocument(): string {
  const [named = process.env['OPENAI_API_DOCUMENT']] = process.argv.slice(2);
  const around = join(__dirname, '../..');
  const beside = readdirSync(around).map(folder => join(around, folder, 'openapi/openai-openapi.json'));
  const document = named ?? beside.find(existsSync);
  if (!document) throw new Error("Name OpenAI's API document: npm run contract -- path/to/openai-openapi.json");
  return document;
}

interface Found extends Objection {
  queries: Set<string>;
  count: number;
}

const reasonOf = ({ method, path, at, message }: Objection): string | undefined =>
  exceptions.find(({ objection }) => new RegExp(objection).test(`${method} ${path} ${at}: ${message}`))?.reason;

interface Report {
  found: Map<string, Found>;
  queries: number;
  requests: number;
  valid: number;
}

/** Runs every query; how its answer is read does not matter here. */
async function runAll(judge: Judge): Promise<Report> {
  const report: Report = { found: new Map(), queries: 0, requests: 0, valid: 0 };
  const { found } = report;
  for (const { operation, option, query } of contractQueries) {
    const source = { apiKey: 'sk-contract', baseUrl: judge.baseUrl, maxRetries: 0, timeoutSeconds: 20 };
    await new OpenAIQueryService().run(source, query).catch(() => {});
    const verdicts = judge.takeVerdicts();
    if (verdicts.length > 0) report.queries += 1;
    report.requests += verdicts.length;
    report.valid += verdicts.filter(verdict => verdict.length === 0).length;
    for (const objection of verdicts.flat()) {
      const key = JSON.stringify(objection);
      const entry = found.get(key) ?? { ...objection, queries: new Set(), count: 0 };
      entry.count += 1;
      entry.queries.add(option ? `${operation} (${option})` : operation);
      found.set(key, entry);
    }
  }
  return report;
}

/** Shows every request of every operation to a contract server, and prints what it objects to. */
async function main(): Promise<void> {
  const emulator = await start({ models: 'any' });
  const judge = await startJudge(findDocument(), new URL(emulator.baseUrl).origin);
  const { found, queries, requests, valid } = await runAll(judge);
  await judge.stop();
  await emulator.stop();
  const all = [...found.values()];
  const unexplained = all.filter(one => reasonOf(one) === undefined);
  console.log('| request | objection | times | reason |\n|---|---|---|---|');
  for (const one of all) {
    const from = [...one.queries].slice(0, 3).join(', ');
    console.log(
      `| ${one.method} ${one.path}: ${from} | ${one.at}: ${one.message} | ${one.count} | ${reasonOf(one) ?? 'UNEXPLAINED'} |`
    );
  }
  console.log(`\n${valid} of ${requests} requests of ${queries} queries are valid without exception`);
  console.log(`${unexplained.length} of ${all.length} objections are unexplained`);
  if (unexplained.length > 0 || requests === 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
