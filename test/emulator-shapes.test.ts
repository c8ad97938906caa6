import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { writeEndpoints, writeShapes } from '../packages/openai-emulator/scripts/shapes/write';
import { writeReadme } from '../packages/openai-emulator/scripts/write-readme';
import { documentFile } from './support/api-document';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator();
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

const model = 'gpt-5.4-mini';
const user = { role: 'user', content: 'Hello' };

it('the README lists what is not emulated', () => {
  const readme = readFileSync(join(__dirname, '../packages/openai-emulator/README.md'), 'utf8');
  expect(writeReadme(readme)).toBe(readme);
});

describe('the shapes of requests', () => {
  const ifDocument = documentFile ? it : it.skip;
  ifDocument('are those of the API document and of the SDK', () => {
    const file = join(__dirname, '../packages/openai-emulator/lib/parameters/shapes.json');
    // The files are long lines, of which a failure should show nothing.
    const content: unknown = JSON.parse(readFileSync(documentFile ?? '', 'utf8'));
    expect(readFileSync(file, 'utf8') === writeShapes(content)).toBe(true);
    const endpoints = join(__dirname, '../packages/openai-emulator/lib/parameters/endpoints.json');
    expect(readFileSync(endpoints, 'utf8')).toBe(writeEndpoints(content));
  });

  it('let a function of the Responses API leave out what may be null', async () => {
    const tools = [{ type: 'function', name: 'add' }];
    await expect(client.post('/responses', { body: { model, input: 'Hello', tools } })).resolves.toBeDefined();
  });

  it.each([
    ['/chat/completions', { messages: [user], top_k: 3 }, 'unknown_parameter', 'top_k'],
    ['/chat/completions', { messages: [{ ...user, nme: 'Ada' }] }, 'unknown_parameter', 'messages[0].nme'],
    ['/chat/completions', { messages: [{ role: 'robot', content: 'Hello' }] }, 'invalid_value', 'messages[0].role'],
    ['/chat/completions', { messages: [user], service_tier: 'fastest' }, 'invalid_value', 'service_tier'],
    ['/chat/completions', { messages: [user], top_logprobs: 21 }, 'integer_above_max_value', 'top_logprobs'],
    ['/chat/completions', { messages: [user], n: 0 }, 'integer_below_min_value', 'n'],
    ['/chat/completions', { messages: [user], stop: ['a', 'b', 'c', 'd', 'e'] }, 'array_above_max_length', 'stop'],
    ['/responses', { input: 'Hi', tools: [{ type: 'web' }] }, 'invalid_value', 'tools[0].type'],
    ['/responses', { input: 'Hi', reasoning: { amount: 3 } }, 'unknown_parameter', 'reasoning.amount'],
    ['/responses', { input: 'Hi', text: { verbosity: 'chatty' } }, 'invalid_value', 'text.verbosity'],
    ['/responses', { input: [{ role: 'user', content: [{ type: 'input_txt' }] }] }, 'invalid_value', 'input[0]'],
    ['/embeddings', { model: 'text-embedding-3-small', input: { text: 'Hi' } }, 'invalid_type', 'input'],
  ])('refuse at %s %j', async (path, body, code, param) => {
    const request = client.post(path, { body: { model, ...body } });
    await expect(request).rejects.toMatchObject({ status: 400, code, param: expect.stringContaining(param) });
  });
});
