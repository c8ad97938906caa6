import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { loadInContext } from '../workbench/host/load-in-context';
import { readBundle, sourceAt } from './hosts';
import { makePng, square } from './png';
import { collectGarbage, forgetPeak, residentPeak } from './resident';

/** What rows with images took, and the most memory they needed besides what the process had before. */
export interface FileRun {
  rows: number;
  megabytes: number;
  milliseconds: number;
  extra: number;
}

const MEGABYTES = 5;

/** Gives an image to every GET, and a chat's answer to everything else; requests are read and forgotten. */
function serve(): void {
  const image = makePng(MEGABYTES * 1e6);
  const message = { role: 'assistant', content: 'Red.' };
  const answer = JSON.stringify({ id: 'chatcmpl-1', choices: [{ index: 0, message, finish_reason: 'stop' }] });
  const server = createServer((request, response) => {
    if (request.method === 'GET')
      return void response.writeHead(200, { 'content-type': 'image/png', 'content-length': image.length }).end(image);
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    console.log(typeof address === 'object' && address ? address.port : 0);
  });
}

/** One query over so many rows, in this process. */
async function measure(count: number, port: number): Promise<FileRun> {
  const Plugin = loadInContext(readBundle());
  const source = { ...sourceAt(port), allowPrivateNetwork: true, timeoutSeconds: 600 };
  const query = { operation: 'bulk_chat', model: 'gpt-5.4', prompt: 'What is [[n]]?', images: '[[photo]]' };
  const ask = (rows: object[]) => new Plugin().run(source, { ...query, rows });
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await ask([{ n: warmUp, photo: `data:image/png;base64,${square}` }]);
  const rows = Array.from({ length: count }, (_, n) => ({ n, photo: `http://127.0.0.1:${port}/${n}.png` }));
  await collectGarbage();
  const before = process.memoryUsage().rss;
  forgetPeak();
  const started = performance.now();
  const { data } = await ask(rows);
  if (Reflect.get(Object(data), 'succeeded') !== count) throw new Error('A row has no answer');
  const milliseconds = performance.now() - started;
  return { rows: count, megabytes: MEGABYTES, milliseconds, extra: residentPeak() - before };
}

/** Prints what rows with large images take, each query in a process of its own, as JSON. */
async function main(): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', __filename, 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', code => reject(new Error(`The server ended with ${code}`)));
  });
  const runs: FileRun[] = [];
  for (const count of [1, 20, 200]) {
    const typed = ['--expose-gc', '--import', 'tsx', __filename, 'measure', String(count), port];
    const { stdout } = await promisify(execFile)(process.execPath, typed);
    runs.push(JSON.parse(stdout));
  }
  child.kill();
  console.log(JSON.stringify(runs));
}

const [what, count, port] = process.argv.slice(2);
if (what === 'serve') serve();
else if (what === 'measure') {
  measure(Number(count), Number(port)).then(run => {
    console.log(JSON.stringify(run));
    process.exit();
  });
} else main();
