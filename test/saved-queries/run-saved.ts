import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import form from '../../plugins/openai/operations.json';
import { loadInContext } from '../../workbench/host/load-in-context';
import { type Fields, readFailure } from '../support/plugin';

/** A query as a host has saved it. */
export interface SavedQuery {
  options: Fields;
  connection?: Fields;
  /** Where it is not the usual one. */
  answer?: { status: number; body: unknown };
}

/** What came of it. */
export interface Outcome {
  requests: { path: string; body: Fields }[];
  data?: unknown;
  error?: string;
}

/** The plugin as the host loads it. */
export const code = readFileSync(join(__dirname, '../../plugins/openai/dist/index.js'), 'utf8');

/** What a generated image is. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let server: Server;
let answer: SavedQuery['answer'];
const requests: Outcome['requests'] = [];

/** What the server answers where a case does not say. */
function answerTo(path: string, body: Fields): unknown {
  const text = { message: { role: 'assistant', content: 'ANSWER', refusal: null }, text: 'ANSWER' };
  const inputs = Array.isArray(body['input']) ? body['input'] : [body['input']];
  if (path.endsWith('/embeddings'))
    return { data: inputs.map((_, index) => ({ index, embedding: [0.1, 0.2, 0.3] })), model: body['model'] };
  if (path.endsWith('/images/generations'))
    return {
      data: [String(body['model']).startsWith('dall') ? { url: 'http://127.0.0.1:9/x.png' } : { b64_json: PIXEL }],
    };
  return { id: 'c', choices: [{ index: 0, finish_reason: 'stop', ...text }], model: body['model'] };
}

/** Starts the server that {@link runSaved} sends to. */
export async function startServer(): Promise<void> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      const path = String(request.url);
      requests.push({ path, body });
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer?.body ?? answerTo(path, body)));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
}

/** Stops it. */
export const stopServer = (): Server => server.close();

/** Runs a saved query, with these options in the place of its own. */
export async function runSaved({ connection, answer: own }: SavedQuery, options: Fields): Promise<Outcome> {
  requests.length = 0;
  answer = own;
  const { port } = server.address() as AddressInfo;
  const source = { apiKey: 'sk-test-12345678', baseUrl: `http://127.0.0.1:${port}/v1`, ...connection };
  const result = await new (loadInContext(code))().run(source, options).then(
    ({ data }) => ({ data }),
    (error: unknown) => ({ error: readFailure(error).description })
  );
  return { requests: [...requests], ...result };
}

/** The same request in the same words: a list of one stop sequence is that sequence, and so on. */
export function normalize({ path, body }: Outcome['requests'][number]): object {
  const { stop, input, max_tokens, max_completion_tokens, ...same } = body;
  return { path, ...same, stop: listOf(stop), input: listOf(input), limit: max_tokens ?? max_completion_tokens };
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

/** What a host of 2026 does with a saved query that is opened: it fills in every default that its options lack. */
export const open = (options: Fields): Fields => ({ ...form.defaults, ...options });
