import { VERSION } from 'openai/version';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { version } from '../plugins/openai/package.json';
import { connectTo, failureOf, key, loadPlugin } from './support/hosts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.stop());

const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc' };
const unavailable = {
  status: 503,
  headers: { 'x-request-id': 'req_503', 'x-ratelimit-remaining-requests': '7', 'retry-after-ms': '1' },
  body: { error: { message: 'That model is overloaded.', type: 'server_error', param: null, code: null } },
};
const path = '/v1/chat/completions';

describe('the metadata of a failure', () => {
  it('says how the query went', async () => {
    emulator.answerNext(path, unavailable);
    const { metadata } = await failureOf(loadPlugin().run(connectTo(emulator), chat));
    expect(metadata).toEqual({
      operation: 'chat',
      model: 'gpt-5.4',
      request_id: 'req_503',
      duration_ms: expect.any(Number),
      attempts: 1,
      rate_limit: expect.objectContaining({ remaining_requests: 7 }),
    });
  });

  it('counts every attempt', async () => {
    for (let count = 0; count < 3; count += 1) emulator.answerNext(path, unavailable);
    const { metadata } = await failureOf(loadPlugin().run(connectTo(emulator, { maxRetries: 2 }), chat));
    expect(metadata['attempts']).toBe(3);
  });

  it('has no attempt where nothing was sent', async () => {
    const { metadata } = await failureOf(loadPlugin().run(connectTo(emulator), { ...chat, temperature: 7 }));
    expect(metadata).toEqual({ duration_ms: expect.any(Number), attempts: 0 });
  });

  it('is there of a connection that is invalid, too', async () => {
    const source = { ...connectTo(emulator), organizationId: 'My Company' };
    const { metadata } = await failureOf(loadPlugin().run(source, chat));
    expect(metadata).toEqual({ duration_ms: expect.any(Number), attempts: 0 });
  });

  it('tells what was left out', async () => {
    emulator.answerNext(path, unavailable);
    const query = { ...chat, model: 'gpt-5', temperature: 0.5 };
    const { metadata } = await failureOf(loadPlugin().run(connectTo(emulator), query));
    expect(metadata['warnings']).toContainEqual({ parameter: 'temperature', reason: expect.any(String) });
  });

  it('holds no secret that a server sends back', async () => {
    const headers = { 'x-request-id': key, 'x-ratelimit-reset-requests': key };
    emulator.answerNext(path, { ...unavailable, headers });
    const { metadata, data } = await failureOf(loadPlugin().run(connectTo(emulator), chat));
    expect(metadata).toMatchObject({ request_id: '[removed]', rate_limit: { reset_requests: '[removed]' } });
    expect(JSON.stringify([metadata, data])).not.toContain(key);
  });
});

it('names SDK and plugin to the server, each with its version', async () => {
  await loadPlugin().run(connectTo(emulator), chat);
  const [request] = emulator.requests;
  expect(request?.headers['user-agent']).toBe(`OpenAI/JS ${VERSION} openai-datasource-plugin/${version}`);
});
