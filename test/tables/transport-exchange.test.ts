import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { type Route, routeOf } from '../../plugins/openai/lib/transport/agents';
import { createClient } from '../../plugins/openai/lib/transport/client';
import { recordExchange } from '../../plugins/openai/lib/transport/exchange';
import { toForm } from '../../plugins/openai/lib/transport/form';
import { sendOnce } from '../../plugins/openai/lib/transport/send';
import { group, Page, plainText, show } from './lines';
import { type LocalServer, serveHttp, serveTcp } from './local-server';

/** What a request carries, what is kept of its answer's head, and how a proxy is asked. */

expect.addSnapshotSerializer(plainText);

type Answer = { status?: number; headers?: Record<string, string | string[]>; pieces?: string[]; isCut?: boolean };

let server: LocalServer;
let answer: Answer = {};
beforeAll(async () => {
  server = await serveHttp(async (request, response) => {
    request.resume();
    const { status = 200, headers = {}, pieces = [], isCut } = answer;
    response.writeHead(status, headers);
    for (const piece of pieces) {
      response.write(piece);
      await new Promise(setImmediate);
    }
    if (isCut) response.destroy();
    else response.end();
  });
});
afterAll(() => server.stop());

const get = (route: Route = {}, url = server.origin) =>
  sendOnce({ method: 'GET', url: new URL(url), headers: {}, effect: 'none' }, route, 10_000);

const tellError = (error: unknown): string => {
  if (error instanceof ApiError) return `${error.status} ${show(error.body)}, ${error.effect}, own ${error.isOwn}`;
  const { name, message, code, unsent, proxyStatus, isOfProxy } = Object(error);
  return `${name}: ${message}${code ? ` ${code}` : ''}${unsent ? ', unsent' : ''}${proxyStatus ? `, ${proxyStatus}` : ''}${isOfProxy ? ', of the proxy' : ''}`;
};

it('what an exchange keeps of heads, and counts', async () => {
  const own = JSON.stringify({ error: { message: 'No', type: 'x' } });
  const answers: [string, Answer][] = [
    ['nothing', {}],
    ['an id', { headers: { 'x-request-id': 'req_1' } }],
    ['an empty id', { headers: { 'x-request-id': '' } }],
    ['two ids', { headers: { 'x-request-id': ['a', 'b'] } }],
    ...[
      {
        'x-ratelimit-limit-requests': '100',
        'x-ratelimit-remaining-requests': '99',
        'x-ratelimit-reset-requests': '1s',
      },
      {
        'x-ratelimit-limit-tokens': '1e3',
        'x-ratelimit-remaining-tokens': '7, 8;w=60',
        'x-ratelimit-reset-tokens': '',
      },
      {
        'x-ratelimit-limit': '1',
        'x-ratelimit-other-tokens': '1',
        'x-ratelimit-limit-a-b': '1',
        'ratelimit-limit-a': '1',
        'x-ratelimit-a-x-ratelimit-limit-b': '1',
        'a-x-ratelimit-limit-b': '1',
      },
      { 'x-ratelimit-limit-input_images': ' 5', 'x-ratelimit-remaining-x': 'many' },
      { 'x-ratelimit-remaining-x': 'many' },
    ].map((headers): [string, Answer] => ['limits', { headers }]),
    ...[199 + 1, 204, 299, 400, 404, 408, 409, 429, 499, 500, 503, 529].map((status): [string, Answer] => [
      `${status}`,
      { status, pieces: status === 204 ? [] : [own] },
    ]),
    ['503 of a gateway', { status: 503, pieces: ['<html>'] }],
    ...[400, 429, 503].map((status): [string, Answer] => [
      `${status} that is cut`,
      { status, pieces: [own.slice(0, 9)], isCut: true },
    ]),
    ['an error of 1 MB', { status: 400, pieces: ['x'.repeat(1_000_000)] }],
    ['an error of 1 MB and a byte', { status: 400, pieces: ['x'.repeat(1_000_001)] }],
  ];
  const told: [string, string][] = [];
  for (const [name, given] of answers) {
    for (const effect of ['none', 'lasting'] as const) {
      answer = given;
      const exchange = recordExchange({}, 2_000_000);
      const request = { method: 'POST', url: new URL(server.origin), headers: {}, effect, body: '{}' };
      const end = await exchange.send(request).then(async response => {
        await response.read();
        return String(response.status);
      }, tellError);
      const { send: _, largeTexts: _texts, ...kept } = exchange;
      told.push([`${name} ${show(given.headers ?? {})} ${effect},`, `${end}; ${show(kept)}`]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('what an exchange knows stays until it hears of something newer', async () => {
  const exchange = recordExchange({}, 1000);
  const ask = async (headers: Record<string, string>) => {
    answer = { headers };
    const request = { method: 'GET', url: new URL(server.origin), headers: {}, effect: 'none' as const };
    await (await exchange.send(request)).read();
    return [exchange.request_id, exchange.rate_limit];
  };
  const first = { 'x-request-id': 'req_1', 'x-ratelimit-limit-tokens': '7' };
  expect(await ask(first)).toEqual(['req_1', { limit_tokens: 7 }]);
  expect(await ask({})).toEqual(['req_1', { limit_tokens: 7 }]);
  expect(await ask({ 'x-request-id': 'req_2' })).toEqual(['req_2', { limit_tokens: 7 }]);
  expect(await ask({ 'x-ratelimit-limit-requests': '9' })).toEqual(['req_2', { limit_requests: 9 }]);
});

it("settings of the SDK in the host's environment are not read", () => {
  const warned = jest.spyOn(console, 'warn').mockReturnValue();
  process.env['OPENAI_LOG'] = 'zinc';
  createClient(readConnection({ apiKey: 'k' }, '2026-11-02'), async () => {
    throw new Error('Not sent');
  });
  delete process.env['OPENAI_LOG'];
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

it('what a request carries, by its connection and body', async () => {
  const connections: Record<string, object> = {
    plain: { apiKey: 'sk-test' },
    'no key': { baseUrl: 'http://a.invalid/v1' },
    azure: { apiKey: 'k', authHeader: 'api-key', baseUrl: 'https://a.invalid/openai/?api-version=1&x=a%20b' },
    'all of it': {
      apiKey: 'sk-test',
      organizationId: 'org-1',
      projectId: 'proj_1',
      headers: [
        ['x-own', '1'],
        ['accept', 'own/type'],
      ],
    },
  };
  const lines: string[] = [];
  for (const [name, options] of Object.entries(connections)) {
    const sent: string[] = [];
    const client = createClient(
      readConnection(options, '2026-11-02'),
      async ({ body, headers, url, method, effect }) => {
        const shown = Object.entries(headers).map(
          ([key, value]) =>
            `${key}: ${value.replace(/(OpenAI\/JS|plugin\/) ?[\d.]+/g, '$1 N').replace(/form-.*/, 'form-ID')}`
        );
        const written = typeof body === 'object' ? `form of ${show(body.fields)}` : body;
        sent.push(`${method} ${url.href} ${effect} ${written}\n  ${shown.join('\n  ')}`);
        throw new Error('Not sent');
      }
    );
    const requests: (() => PromiseLike<unknown>)[] = [
      () => client.get('/models', { query: { a: 1, b: ['x', 'y'], c: undefined } }),
      () => client.post('/responses', { body: { input: 'ü', skipped: undefined } }),
      () => client.post('/files', { body: toForm({ purpose: 'x' }) }),
      () => client.audio.speech.create({ model: 'm', voice: 'v', input: 'Hi' }),
      () => client.files.content('file-1'),
      () => client.delete('/files/a b'),
      () => client.get('/files/../models'),
    ];
    for (const request of requests)
      sent.push(
        await request().then(
          () => 'sent',
          error => (error.message === 'Not sent' ? '' : `${error.message} ${show(error.data)}`)
        )
      );
    lines.push(`${name}:`, ...sent.filter(line => line !== ''));
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('how a proxy is asked, and what comes of its answer', async () => {
  let head = '';
  let reply = '';
  const proxy = await serveTcp(socket => {
    let tunnel = false;
    socket.on('data', data => {
      if (tunnel) return void socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\nzinc');
      head = data.toString();
      tunnel = true;
      if (reply === '') socket.destroy();
      else socket.write(reply);
    });
  });
  const targets = ['http://a.invalid', 'http://a.invalid:8080/x?y', 'http://[2001:db8::1]:81/', 'http://10.0.0.1'];
  const users = ['', 'reader:pass@', 'reader@', ':pass@', 'r%40e:p%3Aa%2Fs%20s%C3%BC@'];
  const told: [string, string][] = [];
  const ask = async (user: string, target: string, said: string) => {
    reply = said;
    head = '';
    // A tunnel is kept by its route, so each try has a route of its own.
    const route = {
      ...routeOf(readConnection({ apiKey: 'k', proxyUrl: `http://${user}127.0.0.1:${proxy.port}` }, '2026-11-02')),
      isFresh: true,
    };
    return get(route, target).then(response => response.text(), tellError);
  };
  for (const user of users)
    for (const target of targets)
      told.push([
        `${user} ${target}`,
        `${await ask(user, target, 'HTTP/1.1 200 OK\r\n\r\n')}: ${JSON.stringify(head)}`,
      ]);
  for (const status of ['199 x', '200 OK', '201 x', '299 x', '300 x', '302 x', '400 x', '407 x', '502 x', '599 x'])
    told.push([status, await ask('', 'http://a.invalid', `HTTP/1.1 ${status}\r\n\r\n`)]);
  told.push(['hangs up', await ask('', 'http://a.invalid', '')]);
  told.push(['garbage', await ask('', 'http://a.invalid', 'zinc\r\n\r\n')]);
  told.push([
    'a head of its own',
    await ask('', 'http://a.invalid', 'HTTP/1.1 200 OK\r\nx: y\r\ncontent-length: 0\r\n\r\n'),
  ]);
  await proxy.stop();
  told.push(['gone', (await ask('', 'http://a.invalid', '')).replace(/\d{4,}/, 'PORT')]);
  expect(new Page(group(told))).toMatchSnapshot();
});
