import * as http from 'node:http';
import * as https from 'node:https';
import { agentFor, type Route } from '../../plugins/openai/lib/transport/agents';
import { Form, Upload } from '../../plugins/openai/lib/transport/form';
import { keepLargeTexts } from '../../plugins/openai/lib/transport/large-texts';
import { sendOnce } from '../../plugins/openai/lib/transport/send';
import { certificate } from '../support/certificate';
import { startProxy, startTlsServer } from '../support/tls-server';
import { group, Page, plainText, show } from './lines';
import { serveHttp } from './local-server';

/** Which connections are kept and used again, and when the host's own way out is used. */

expect.addSnapshotSerializer(plainText);

it('agents that a host has put in the place of its own', () => {
  const { globalAgent } = http;
  class Own extends http.Agent {}
  const options: [string, () => http.Agent][] = [
    ["Node's", () => new http.Agent()],
    ["Node's, kept alive", () => new http.Agent({ keepAlive: true, maxSockets: 3, timeout: 5 })],
    ["Node's for TLS", () => new https.Agent()],
    ['one of a class of its own', () => new Own()],
    ...['proxyEnv', 'ca', 'cert', 'key', 'pfx', 'secureContext', 'rejectUnauthorized', 'lookup', 'zinc'].map(
      (name): [string, () => http.Agent] => [
        `with ${name}`,
        () => Object.assign(new https.Agent(), { options: { [name]: false } }),
      ]
    ),
    ['without options', () => Object.assign(new http.Agent(), { options: undefined })],
  ];
  const told = options.map(([name, create]): [string, string] => {
    try {
      Object.assign(http, { globalAgent: create() });
      const routes: Route[] = [{}, { proxyUrl: 'http://proxy.invalid' }];
      const own = routes.map(route => agentFor('http:', route) === undefined);
      return [name, own.map(isOwn => (isOwn ? "the host's" : 'ours')).join(', by a proxy ')];
    } finally {
      Object.assign(http, { globalAgent });
    }
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('routes that share an agent', () => {
  const lookup = () => undefined;
  const routes: Record<string, Route> = {
    plain: {},
    proxy: { proxyUrl: 'http://a.invalid' },
    'another proxy': { proxyUrl: 'http://b.invalid' },
    certificate: { caCertificate: certificate },
    'look-up': { lookup },
    'another look-up': { lookup: () => undefined },
    fresh: { isFresh: true },
  };
  const agents = Object.entries(routes).flatMap(([name, route]) =>
    ['http:', 'https:'].map(protocol => ({
      name: `${name} ${protocol}`,
      agent: agentFor(protocol, route),
      again: agentFor(protocol, { ...route }),
    }))
  );
  expect(agents.map(({ agent, again }) => agent === again)).toEqual(agents.map(() => true));
  expect(new Set(agents.map(({ agent }) => agent)).size).toBe(agents.length);
  const lines = agents.map(({ name, agent }) => {
    const { keepAlive, keepAliveMsecs, timeout, lookup: own, secureContext } = Object(Object(agent).options);
    const isTls = agent instanceof https.Agent;
    return `${name}: ${isTls ? 'TLS' : 'plain'} ${show({ keepAlive, keepAliveMsecs, timeout, lookup: own !== undefined, trust: secureContext !== undefined })}`;
  });
  const first = agentFor('http:', {});
  for (let other = 0; other < 99; other += 1) agentFor('http:', { proxyUrl: `http://p${other}.invalid` });
  lines.push(`after 99 others: ${agentFor('http:', {}) === first ? 'the same' : 'another'}`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('a proxy that is reached by TLS, through a tunnel to plain HTTP and to TLS', async () => {
  const proxy = await startProxy('reader:secret', true);
  const [plain, secure] = await Promise.all([
    serveHttp((_, response) => response.end('Zinc')),
    startTlsServer((_, response) => response.end('Tin')),
  ]);
  const proxyUrl = `https://reader:secret@127.0.0.1:${proxy.port}`;
  const get = async (url: string, caCertificate?: string) => {
    const request = { method: 'GET', url: new URL(url), headers: {}, effect: 'none' } as const;
    return sendOnce(request, { proxyUrl, caCertificate, isFresh: true }, 100).then(
      response => response.text(),
      error => `${error.code}, of the proxy ${error.isOfProxy}`
    );
  };
  const origin = `https://127.0.0.1:${secure.port}`;
  expect([await get(plain.origin, certificate), await get(origin, certificate)]).toEqual(['Zinc', 'Tin']);
  const untrusted = 'DEPTH_ZERO_SELF_SIGNED_CERT, of the proxy true';
  expect([await get(plain.origin), await get(origin)]).toEqual([untrusted, untrusted]);
  expect(proxy.targets).toEqual([`127.0.0.1:${plain.port}`, `127.0.0.1:${secure.port}`]);
  proxy.stop();
  secure.stop();
  await plain.stop();
});

it('connections that are used again', async () => {
  const sockets = new Set<unknown>();
  const server = await serveHttp((request, response) => {
    sockets.add(request.socket);
    response.end('Zinc');
  });
  const now = jest.spyOn(performance, 'now');
  const lines: string[] = [];
  const count = async (name: string, route: Route, passed: number, read: 'read' | 'discard' | 'chunks') => {
    sockets.clear();
    let time = 1000;
    now.mockImplementation(() => time);
    for (let at = 0; at < 3; at += 1) {
      const response = await sendOnce(
        { method: 'GET', url: new URL(server.origin), headers: {}, effect: 'none' },
        route,
        100
      );
      if (read === 'chunks') for await (const chunk of response.chunks()) expect(chunk.toString()).toBe('Zinc');
      else if (read === 'read') await response.read();
      else response.discard();
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      time += passed;
    }
    lines.push(`${name}, ${passed} ms between, ${read}: ${sockets.size} of 3`);
  };
  const lookup = () => undefined;
  await count('a route', { lookup }, 0, 'read');
  await count('a route', { lookup }, 3999, 'read');
  await count('a route', { lookup }, 3999, 'chunks');
  await count('a route', { lookup }, 4000, 'read');
  await count('fresh', { isFresh: true }, 0, 'read');
  now.mockRestore();
  await server.stop();
  expect(new Page(lines)).toMatchSnapshot();
});

it('uploads and forms in a request stay what they are', () => {
  const upload = new Upload('a.txt', 'text/plain', 1, () => [Buffer.from('x')]);
  const [form, view] = [new Form(), new Uint8Array(2)];
  const light = keepLargeTexts().setAside({ upload, inner: [form, { view }] });
  expect(light.upload).toBe(upload);
  expect(light.inner[0]).toBe(form);
  expect(Object(light.inner[1]).view).toBe(view);
});
