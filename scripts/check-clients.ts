import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { start } from 'openai-emulator';

/** What is installed in a scratch folder, in its newest version. */
const packages = ['ai', '@ai-sdk/openai', '@langchain/openai', '@langchain/core', '@openai/agents', 'openai', 'zod'];

interface Outcome {
  library: string;
  job: string;
  fault: string | null;
}

function install(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-clients-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--prefer-offline'];
  execFileSync('npm', ['install', ...options, ...packages], { cwd: folder, stdio: 'ignore' });
  copyFileSync(join(__dirname, 'clients/jobs.mjs'), join(folder, 'jobs.mjs'));
  return folder;
}

/** Runs the basic jobs of libraries that speak to OpenAI against the emulator, and prints how each of them ends. */
async function main([folder = install()]: string[]): Promise<void> {
  const emulator = await start();
  const child = spawn('node', ['jobs.mjs', emulator.baseUrl], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const outcomes: Outcome[] = [];
  console.log('| library | job | |\n|---|---|---|');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"library"')) continue;
    const outcome: Outcome = JSON.parse(line);
    outcomes.push(outcome);
    console.log(
      `| ${outcome.library} | ${outcome.job} | ${outcome.fault?.replaceAll('\n', ' ').slice(0, 160) ?? 'works'} |`
    );
  }
  await emulator.stop();
  const working = outcomes.filter(({ fault }) => fault === null).length;
  console.log(`\n${working} of ${outcomes.length} jobs work (${folder})`);
  if (working < outcomes.length || outcomes.length === 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
