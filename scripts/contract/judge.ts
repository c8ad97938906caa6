import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What the contract server objects to in a request. */
export interface Objection {
  method: string;
  /** The path as the document has it, such as /files/{file_id}. */
  path: string;
  /** Where in the request, such as body.input. */
  at: string;
  message: string;
}

/** A proxy that shows every request to the contract server, and has the emulator answer it. */
export interface Judge {
  baseUrl: string;
  /** The objections to each request since the last call. */
  takeVerdicts(): Objection[][];
  stop(): Promise<void>;
}

/** Forms as OpenAI's SDK writes them, and exactly one of the schemas that exclude each other. */
const STRICT = [
  '--validator-query-array-format=brackets',
  '--validator-query-object-format=brackets',
  '--validator-strict-oneof',
  '--validator-form-array-format=brackets',
  '--validator-form-object-format=brackets',
];

/** Installs the contract server in a scratch folder and starts it; gives its address once it is ready. */
async function startServer(document: string): Promise<{ child: ChildProcess; origin: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  execFileSync('npm', ['install', ...options, '@stdy/cli'], { cwd: folder, stdio: 'ignore' });
  const port = 20_000 + (process.pid % 20_000);
  const program = join(folder, 'node_modules/.bin/steady');
  const child = spawn(program, ['-p', String(port), '--host', '127.0.0.1', '-q', ...STRICT, document], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('Ready to accept')) break;
  }
  child.stdout.resume();
  return { child, origin: `http://127.0.0.1:${port}` };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const send = (origin: string, { method, path, headers, body }: Received): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { host: _, connection: __, ...kept } = headers;
    request(origin + path, { method, headers: kept, agent: false }, resolve)
      .on('error', reject)
      .end(body);
  });

async function askServer(origin: string, received: Received): Promise<Objection[]> {
  const response = await send(origin, { ...received, path: received.path.replace(/^\/v1/, '') });
  await readBody(response);
  const header = (name: string) => decodeURIComponent(String(response.headers[`x-steady-${name}`] ?? ''));
  return Array.from({ length: Number(header('error-count')) }, (_, index) => ({
    method: received.method,
    path: header('matched-path') || received.path,
    at: header(`error-${index + 1}-path`),
    message: header(`error-${index + 1}-message`),
  }));
}

/** @param emulator The origin that answers. */
export async function startJudge(document: string, emulator: string): Promise<Judge> {
  const { child, origin } = await startServer(document);
  let verdicts: Objection[][] = [];
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const received = { method, path, headers, body: await readBody(incoming) };
    verdicts.push(await askServer(origin, received));
    const response = await send(emulator, received);
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  };
  const proxy = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(error => outgoing.destroy(error));
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`,
    takeVerdicts: () => {
      const taken = verdicts;
      verdicts = [];
      return taken;
    },
    stop: async () => {
      child.kill();
      proxy.closeAllConnections();
      await new Promise(resolve => proxy.close(resolve));
    },
  };
}
