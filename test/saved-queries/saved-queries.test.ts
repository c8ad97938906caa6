import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import form from '../../plugins/openai/operations.json';
import { loadInContext } from '../../workbench/host/load-in-context';
import { type Fields, readFailure } from '../support/plugin';
import cases from './cases.json';
import { DIFFERENCES } from './differences';

interface Case {
  name: string;
  options: Fields;
  connection?: Fields;
  answer?: { status: number; body: unknown };
  sent: { path: string; body: Fields }[];
  returned: { status: string; data: unknown };
}

interface Outcome {
  requests: { path: string; body: Fields }[];
  data?: unknown;
  error?: string;
}

const saved: Case[] = cases;
const code = readFileSync(join(__dirname, '../../plugins/openai/dist/index.js'), 'utf8');
const guide = readFileSync(join(__dirname, '../../docs/upgrading.md'), 'utf8');
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let server: Server;
let answer: Case['answer'];
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

beforeAll(async () => {
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
});
afterAll(() => server.close());

async function run({ connection, answer: own }: Case, options: Fields): Promise<Outcome> {
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
function normalize({ path, body }: Outcome['requests'][number]): object {
  const { stop, input, max_tokens, max_completion_tokens, ...same } = body;
  return { path, ...same, stop: listOf(stop), input: listOf(input), limit: max_tokens ?? max_completion_tokens };
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

/** What a host of 2026 does with a saved query that is opened: it fills in every default that its options lack. */
const open = (options: Fields): Fields => ({ ...form.defaults, ...options });

const same = saved.filter(({ name }) => !(name in DIFFERENCES));
const different = saved.flatMap(each => {
  const difference = DIFFERENCES[each.name];
  return difference ? [{ ...each, difference }] : [];
});

describe("a query saved with ToolJet's own plugin", () => {
  it.each(same)('sends and returns what it did: $name', async each => {
    const outcome = await run(each, each.options);
    expect(outcome.requests.map(normalize)).toEqual(each.sent.map(normalize));
    if (each.options['operation'] !== 'generate_embedding') expect(outcome.data).toEqual(each.returned.data);
    else expect(outcome.data).toMatchObject({ embedding: [0.1, 0.2, 0.3].map(number => expect.closeTo(number, 5)) });
  });

  it.each(different)('does what the guide says: $name', async ({ difference: { row, error }, ...each }) => {
    expect(guide).toContain(`| ${row} |`);
    const outcome = await run(each, each.options);
    if (error) expect(outcome.error).toMatch(error);
    else expect(outcome).toMatchObject({ requests: [{}], data: expect.anything() });
  });

  it.each(saved)('stays what it is when a host opens it: $name', async each => {
    const before = await run(each, each.options);
    expect(await run(each, open(each.options))).toEqual(before);
  });

  it('is in the guide for each of its differences', () => {
    expect(Object.keys(DIFFERENCES).filter(name => !saved.some(each => each.name === name))).toEqual([]);
  });
});

describe('an organization id that never was one', () => {
  const source = { apiKey: 'sk-test-12345678', organizationId: 'My Company' };

  it('fails a query with what to do', async () => {
    const failing = new (loadInContext(code))().run(source, { operation: 'chat', prompt: 'Hi' });
    const error = await failing.catch((thrown: unknown) => readFailure(thrown));
    expect(error).toMatchObject({
      message: 'Connection settings are invalid',
      description: expect.stringMatching(/^Organization ID is not a valid id, such as org-abc123\. Clear the field/),
    });
  });

  it("fails the connection's test with what to do", async () => {
    const { testConnection } = new (loadInContext(code))();
    expect(await testConnection?.(source)).toMatchObject({
      status: 'failed',
      message: /* the same words */ expect.stringContaining('Clear the field'),
    });
  });
});
