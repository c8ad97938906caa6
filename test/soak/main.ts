import { soakFaults, soakPassing } from './faults';
import { soakProperties } from './properties';
import { soakQueries } from './queries';

/** What is too much for every run of the tests. Each gives what went wrong. */
const soaks: Record<string, (given: string | undefined) => Promise<string[]>> = {
  queries: count => soakQueries(Number(count ?? 20_000)),
  faults: soakFaults,
  properties: count => soakProperties(Number(count ?? 20_000)),
  passing: soakPassing,
};

/** What ends a host's process. */
const ends: string[] = [];
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => ends.push(`${event}: ${error}`));
}

async function main([wish, given]: string[]): Promise<void> {
  const chosen = Object.entries(soaks).filter(([name]) => wish === undefined || wish === name);
  if (chosen.length === 0) throw new Error(`There are ${Object.keys(soaks).join(' and ')}`);
  const found: string[] = [];
  for (const [name, soak] of chosen) {
    console.log(name);
    found.push(...(await soak(given)));
  }
  found.push(...ends);
  for (const fact of found.slice(0, 100)) console.log(`  ${fact}`);
  console.log(found.length === 0 ? 'Nothing went wrong' : `${found.length} went wrong`);
  process.exit(found.length === 0 ? 0 : 1);
}

void main(process.argv.slice(2));
