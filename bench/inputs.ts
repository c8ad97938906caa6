import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { loadInContext } from '../workbench/host/load-in-context';
import { readBundle, sourceAt } from './hosts';
import { makePng, square } from './png';
import { collectGarbage, forgetPeak, residentPeak } from './resident';

const prompt = 'Make it blue';

/** Queries that carry an image, by how it is sent. */
const queries: Record<string, object> = {
  // Only the endpoint's JSON has moderation; a model that the catalogue does not know is sent a form.
  'image_edit as JSON': { operation: 'image_edit', model: 'gpt-image-2', prompt, moderation: 'auto' },
  'image_edit as a form': { operation: 'image_edit', model: 'other', model_id: 'some-image-model', prompt },
  image_analysis: { operation: 'image_analysis', model: 'gpt-5.4', prompt },
};

/** A server that reads whatever comes and answers as the image and the chat API do. */
function serve(): void {
  const message = { role: 'assistant', content: 'Red.' };
  const answer = JSON.stringify({
    created: 1_790_000_000,
    data: [{ b64_json: square }],
    id: 'chatcmpl-1',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
  });
  const server = createServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': `req_${bytes}` }).end(answer);
    });
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    console.log(typeof address === 'object' && address ? address.port : 0);
  });
}

/** That server in a process of its own, so that what it holds is not counted. */
async function spawnSink(): Promise<{ port: number; stop(): void }> {
  const typed = ['--import', 'tsx', __filename, 'serve'];
  const child = spawn(process.execPath, typed, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).once('line', line => resolve(Number(line)));
    child.once('exit', code => reject(new Error(`The server ended with ${code}`)));
  });
  return { port, stop: () => void child.kill() };
}

/** What one query held at most beyond what was there before it, in bytes. */
interface Extra {
  resident: number;
  /** JavaScript's heap and the buffers beside it, as far as they could be seen between two turns. */
  seen: number;
  milliseconds: number;
  sent: number;
}

const inUse = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

async function measure(name: string, file: string, port: number): Promise<Extra> {
  const query = queries[name];
  if (!query) throw new Error(`The query is one of ${Object.keys(queries).join(', ')}`);
  const Plugin = loadInContext(readBundle());
  const ask = (image: string) => new Plugin().run(sourceAt(port), { ...query, image });
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await ask(`data:image/png;base64,${square}`);

  // A host has it from the JSON of a request.
  const { image }: { image: string } = JSON.parse(readFileSync(file, 'utf8'));
  await collectGarbage();
  const before = { resident: process.memoryUsage().rss, inUse: inUse() };
  forgetPeak();
  let isDone = false;
  let peak = 0;
  const watch = async () => {
    for (; !isDone; await nextTurn()) peak = Math.max(peak, inUse());
  };
  const watching = watch();
  const started = performance.now();
  const { metadata } = await ask(image);
  const milliseconds = performance.now() - started;
  isDone = true;
  await watching;
  const id = String(Reflect.get(Object(metadata), 'request_id'));
  return {
    resident: residentPeak() - before.resident,
    seen: peak - before.inUse,
    milliseconds,
    sent: Number(id.replace('req_', '')),
  };
}

/** The same in a process of its own. */
async function measureExtra(name: string, file: string, port: number): Promise<Extra> {
  const typed = ['--expose-gc', '--import', 'tsx', __filename, 'measure', name, file, String(port)];
  const { stdout } = await promisify(execFile)(process.execPath, typed);
  return JSON.parse(stdout);
}

/** What a query with a large image holds in memory beyond the image itself, which the host holds as text. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-inputs-'));
  const sink = await spawnSink();
  console.log(`Extra memory of one query, Node ${process.versions.node}; multiples of the image's bytes`);
  for (const megabytes of [5, 40]) {
    const file = join(folder, `${megabytes}.json`);
    const content = makePng(megabytes * 1e6);
    await writeFile(file, JSON.stringify({ image: `data:image/png;base64,${content.toString('base64')}` }));
    for (const name of Object.keys(queries)) {
      const runs: Extra[] = [];
      for (let round = 0; round < 3; round += 1) runs.push(await measureExtra(name, file, sink.port));
      const middle = runs.sort((one, other) => one.resident - other.resident)[1];
      if (!middle) continue;
      const times = (bytes: number) => `${(bytes / content.length).toFixed(1)}x (${Math.round(bytes / 1e6)} MB)`;
      const figures = `resident ${times(middle.resident)}, heap and buffers ${times(middle.seen)}`;
      console.log(`  ${name.padEnd(22)} ${megabytes} MB: ${figures}, ${Math.round(middle.milliseconds)} ms`);
    }
  }
  sink.stop();
  await rm(folder, { recursive: true });
}

const [what, name = '', file = '', port] = process.argv.slice(2);
if (what === 'serve') serve();
else if (what === 'measure') {
  measure(name, file, Number(port)).then(extra => {
    console.log(JSON.stringify(extra));
    process.exit();
  });
} else main();
