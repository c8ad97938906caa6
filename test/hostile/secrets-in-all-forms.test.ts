import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const key = 'Zk7"q/Wm+3Xv9\\Tr5bNc8LpQ2';
const gateway = 'Basic b3duZXI6aHVudGVyMmh1bnRlcjI=';
const server = { type: 'mcp', server_label: 'crm', server_url: 'https://crm.example', require_approval: 'never' };
const token = 'crm-Tok3n/9f2c7d41';

/** The secret as texts write it. */
const forms: [string, (secret: string) => string][] = [
  ['as it is', secret => secret],
  ['in JSON', secret => JSON.stringify(secret).slice(1, -1)],
  ['in a URL', encodeURIComponent],
  ['in base64', secret => Buffer.from(secret).toString('base64')],
  ['in base64 behind a byte', secret => Buffer.from(`:${secret}`).toString('base64')],
  ['in base64 behind two bytes', secret => Buffer.from(`k:${secret}`).toString('base64')],
  ['in base64 for URLs', secret => Buffer.from(secret).toString('base64url')],
  ['without its end', secret => secret.slice(0, -6)],
  ['without its beginning', secret => secret.slice(7)],
  ['in part, between stars', secret => `***${secret.slice(5, 15)}***`],
];

/** No run of eight characters of a form may be left. */
function expectNone(shown: unknown, written: string): void {
  const text = JSON.stringify(shown);
  const plain = JSON.parse(text, (_, value) => (typeof value === 'string' ? value : value));
  for (const where of [text, listTexts(plain).join('\n')]) {
    for (let at = 0; at + 8 <= written.length; at += 1) {
      const run = written.slice(at, at + 8);
      if (/^[*k:]/.test(run) || !/\d|.[A-Z]/.test(run)) continue;
      expect(where).not.toContain(run);
    }
  }
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

const source = (): Fields => ({ ...plugin.source, apiKey: key, headers: { 'x-gateway': gateway }, maxRetries: 0 });
const chat = { operation: 'chat', prompt: 'Hi', output: 'full' };
const respond = { operation: 'respond', prompt: 'Hi', mcp_servers: [{ ...server, authorization: token }] };

describe.each(forms)('a secret %s is shown nowhere', (_, write) => {
  const secrets = [key, 'b3duZXI6aHVudGVyMmh1bnRlcjI=', token];
  const quoted = secrets.map(write).join(' | ');
  const expectNothing = (shown: unknown) => {
    for (const secret of secrets) expectNone(shown, write(secret));
  };

  it('in an error, whatever its field', async () => {
    const error = { message: `Denied: ${quoted}`, code: quoted, type: quoted, param: quoted };
    plugin.emulator.answerNext('/v1/responses', {
      status: 401,
      headers: { 'x-request-id': write('abc') },
      body: { error },
    });
    const failure = await plugin.failure(respond, source());
    expectNothing(failure);
    expect(failure.description).toContain('Denied: ');
  });

  it('in a response that failed and is fetched, its raw answer and its request id', async () => {
    const error = { code: 'server_error', message: quoted };
    const body = { id: 'resp_1', object: 'response', status: 'failed', output: [], error, [quoted]: 'a key stays' };
    plugin.emulator.answerNext('/v1/responses', { headers: { 'x-request-id': encodeURIComponent(quoted) }, body });
    const fetched = { ...respond, operation: 'get_response', response_id: 'resp_1', include_raw: true };
    const { data, metadata } = await plugin.run<Fields>(fetched, source());
    expect(data).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    expectNothing([data, Object.values(metadata.raw as object), metadata.request_id]);
    expect(Object.keys(metadata.raw as object)).toContain(quoted);
  });

  it('in an answer', async () => {
    const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: quoted } };
    plugin.emulator.answerNext('/v1/chat', {
      body: { id: 'c', model: 'm', object: 'chat.completion', choices: [choice] },
    });
    expectNone((await plugin.run(chat, source())).data, write(key));
  });

  it('when it was pasted into another field', async () => {
    expectNothing(
      await plugin.failure({ ...respond, model: `${quoted} x`, service_tier: quoted, operation: quoted }, source())
    );
    expectNothing(await plugin.failure({ ...respond, service_tier: write(key), truncation: write(token) }, source()));
  });

  it('by the test of a connection', async () => {
    plugin.emulator.answerNext('/v1/models', { status: 401, body: { error: { message: quoted } } });
    expectNone(await plugin.testConnection(source()), write(key));
  });
});

describe('a key that is a word', () => {
  it.each(['x', 'data', 'success', 'not-needed-here', 'sk-no-key-required'])('%s garbles no result', async apiKey => {
    const text = 'The data are successfully stored, no key is required; nothing else is not needed.';
    const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } };
    plugin.emulator.answerNext('/v1/chat', {
      body: { id: 'c', model: 'm', object: 'chat.completion', choices: [choice] },
    });
    const { data } = await plugin.run(chat, { ...plugin.source, apiKey });
    expect(data).toMatchObject({ text });
  });
});

it('a key of somebody else is not repeated either', async () => {
  const pasted = 'sk-proj-0123456789abcdefghij';
  const failure = await plugin.failure({ ...chat, service_tier: pasted });
  expect(JSON.stringify(failure)).not.toContain(pasted);
});
