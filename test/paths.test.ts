import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const ids = [
  '..',
  '.',
  '../models',
  '%2e%2e',
  '%2e%2e/models',
  'a/b',
  'a\\b',
  'a?b',
  'a#b',
  'a b',
  'a\nb',
  '\u2024\u2024',
];
const queries: [string, (id: string) => Fields][] = [
  ['response_id', response_id => ({ operation: 'get_response', response_id })],
  ['response_id', response_id => ({ operation: 'cancel_response', response_id })],
  ['response_id', response_id => ({ operation: 'deep_research', research_action: 'wait', response_id })],
  ['response_id', response_id => ({ operation: 'deep_research', research_action: 'cancel', response_id })],
  ['batch_id', batch_id => ({ operation: 'batch', batch_action: 'cancel', batch_id })],
  ['batch_id[1]', id => ({ operation: 'batch', batch_action: 'results', batch_id: ['batch_1', id] })],
  ['file_id', file_id => ({ operation: 'file', file_action: 'download', file_id })],
  ['vector_store_id', id => ({ operation: 'vector_store', vector_store_action: 'list_files', vector_store_id: id })],
  ['conversation_id', id => ({ operation: 'conversation', conversation_action: 'list_items', conversation_id: id })],
];

describe('an id that is to become a part of a URL', () => {
  it.each(queries)('is refused where it could lead elsewhere: %s', async (field, toQuery) => {
    for (const id of ids) {
      const { data } = await plugin.refusal(toQuery(id));
      expect(data.problems).toEqual([
        { field, message: expect.stringContaining(' is not a valid id, such as '), allowed: [expect.any(String)] },
      ]);
    }
  });

  it('may be in base64, as gateways write it', async () => {
    const body = { id: 'resp_1', object: 'response', status: 'completed', output: [] };
    plugin.emulator.answerNext('/v1/responses', { body });
    await plugin.run({ operation: 'get_response', response_id: 'resp_bGl0+ZWxs==' });
    expect(decodeURIComponent(plugin.lastRequest().path)).toBe('/v1/responses/resp_bGl0+ZWxs==');
  });
});

describe('a server that redirects', () => {
  const secret = 'gateway-password-31c7';
  const key = 'sk-test-redirected-0123456789';
  const prompt = 'Name three uses of zinc';
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      request.resume().on('end', () => answer(request, response));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    return { requests, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  const redirect = (to: string, status: number) => (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, { location: to }).end();

  it.each([301, 302, 303, 307, 308])('is not followed to another one: HTTP %s', async status => {
    const other = await serve((_, response) => response.end('{}'));
    const { origin } = await serve(redirect(`${other.origin}/v1/models?key=1`, status));
    for (const query of [{ operation: 'chat', prompt }, { operation: 'list_models' }]) {
      const connection = { apiKey: key, authHeader: 'api-key', headers: { 'x-gateway': secret }, baseUrl: origin };
      const { description, data } = await plugin.failure(query, connection);
      expect(data).toMatchObject({ code: 'redirected', retryable: false, status });
      expect(description).toContain(`redirects to ${other.origin}\n`);
    }
    expect(other.requests).toEqual([]);
  });

  it('is followed within itself, by the same request', async () => {
    const { requests, origin } = await serve((request, response) => {
      if (request.url === '/v1/moderations') response.writeHead(307, { location: '/v1/moderations/' }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[]}');
    });
    await plugin.run(
      { operation: 'api_request', method: 'POST', path: '/moderations', body: { input: prompt } },
      { apiKey: key, baseUrl: origin }
    );
    expect(requests.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['POST', '/v1/moderations', `Bearer ${key}`],
      ['POST', '/v1/moderations/', `Bearer ${key}`],
    ]);
  });

  it('is not followed for ever, nor by a request that would become another one', async () => {
    const round = await serve(redirect('/v1/models', 302));
    const { description } = await plugin.failure({ operation: 'list_models' }, { apiKey: key, baseUrl: round.origin });
    expect(description).toContain('redirects to itself');
    expect(round.requests).toHaveLength(1);
    const { data } = await plugin.failure({ operation: 'chat', prompt }, { apiKey: key, baseUrl: round.origin });
    expect(data).toMatchObject({ code: 'redirected' });
    expect(round.requests).toHaveLength(2);
  });
});
