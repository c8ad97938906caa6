import { readFileSync } from 'node:fs';
import type { FirstTimes } from './child';
import { chat, loaderOf, sourceAt } from './hosts';

async function measure(loaderName = '', bundleFile = '', port = ''): Promise<FirstTimes> {
  const load = loaderOf(loaderName);
  const bundle = readFileSync(bundleFile, 'utf8');
  const started = performance.now();
  const Plugin = load(bundle);
  const loaded = performance.now();
  await new Plugin().run(sourceAt(Number(port)), chat);
  const first = performance.now();
  const Again = load(bundle);
  await new Again().run(sourceAt(Number(port)), chat);
  return { load: loaded - started, first: first - started, second: performance.now() - first };
}

const [loaderName, bundleFile, port] = process.argv.slice(2);
measure(loaderName, bundleFile, port).then(times => {
  console.log(JSON.stringify(times));
  // Connections are kept open for the next query, which does not come.
  process.exit();
});
