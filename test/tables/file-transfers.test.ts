import * as http from 'node:http';
import type OpenAI from 'openai';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { NetworkError } from '../../plugins/openai/lib/failures/network-error';
import { readApiResponse } from '../../plugins/openai/lib/files/api-response';
import type { LinkAccess } from '../../plugins/openai/lib/files/download';
import * as links from '../../plugins/openai/lib/files/download';
import { toPartedUpload, uploadInParts } from '../../plugins/openai/lib/files/parted-upload';
import { PrivateAddress } from '../../plugins/openai/lib/files/private-address';
import { contentTypeOf, readResponseFile } from '../../plugins/openai/lib/files/response-file';
import { explainUpload, uploadFile } from '../../plugins/openai/lib/files/upload-file';
import type { Call } from '../../plugins/openai/lib/operation';
import { Form, Upload } from '../../plugins/openai/lib/transport/form';
import { sendOnce } from '../../plugins/openai/lib/transport/send';
import { group, Page, plainText, show } from './lines';
import { type LocalServer, requestTo, serveHttp } from './local-server';
import { pictures } from './sample-bytes';
import { tell } from './tell-error';

/** What is sent and read where a file is the body: to presigned links, in parts, and from any endpoint. */

// So that its parts can be replaced.
jest.mock('../../plugins/openai/lib/files/download', () => ({
  ...jest.requireActual('../../plugins/openai/lib/files/download'),
  __esModule: true,
}));

expect.addSnapshotSerializer(plainText);
afterEach(() => jest.restoreAllMocks());

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };

let server: LocalServer;
let answers: Record<string, Answer> = {};
let asked: string[] = [];
beforeAll(async () => {
  server = await serveHttp(async (request, response) => {
    let bytes = 0;
    for await (const part of request) bytes += part.length;
    const { host: _, connection: __, ...headers } = request.headers;
    asked.push(`${request.method} ${request.url} ${show(headers)} ${bytes}`);
    const { status = 200, headers: own = {}, body = '' } = answers[request.url ?? ''] ?? {};
    response.writeHead(status, own).end(body);
  });
});
beforeEach(() => {
  asked = [];
});
afterAll(() => server.stop());

const signal = new AbortController().signal;
const access: LinkAccess = { signal, allowPrivate: true };

it('files that are put to a link', async () => {
  const end = { location: '/end' };
  answers = {
    ...Object.fromEntries(
      [200, 204, 299, 300, 301, 302, 303, 304, 307, 308, 309, 403, 500].map(status => [
        `/${status}`,
        { status, headers: end },
      ])
    ),
    '/307-nowhere': { status: 307 },
    '/308-private': { status: 308, headers: { location: 'http://10.0.0.1/' } },
    '/307-loop': { status: 307, headers: { location: '/307-loop' } },
    '/large': { status: 500, body: 'x'.repeat(200_000) },
  };
  const file = { content: Buffer.from('Zinc'), mime_type: 'image/png' };
  const told: [string, string][] = [];
  for (const path of Object.keys(answers)) {
    asked = [];
    const own = path.includes('private') ? { trustedOrigin: server.origin, allowPrivate: false } : {};
    const said = await uploadFile(`${server.origin}${path}`, file, { ...access, ...own }).then(
      () => 'done',
      error => `${error.constructor.name}: ${explainUpload(error, signal)}`
    );
    told.push([path, `${said}; ${asked.map(one => one.replace(/\/\d+(-\w+)?(?= )/g, '‹path›')).join('; ')}`]);
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('files that are put to a link leave in pieces', async () => {
  answers = {};
  const write = jest.spyOn(http.OutgoingMessage.prototype, 'write');
  const content = Buffer.alloc(600_000);
  await uploadFile(`${server.origin}/large`, { content, mime_type: 'audio/wav' }, access);
  expect(write.mock.calls.map(([piece]) => Buffer.from(piece).length)).toEqual([262_144, 262_144, 75_712]);
});

it('why a file could not be put to a link', () => {
  const network = (cause: unknown) => new NetworkError(cause, false, 'none');
  const errors: [string, unknown, AbortSignal][] = [
    ['a link that must not be followed', new links.DownloadFailure('it is not a valid URL'), signal],
    ['the same, late', new links.DownloadFailure('it is not a valid URL'), AbortSignal.abort()],
    ['late', network({ code: 'ECONNRESET' }), AbortSignal.abort()],
    ['a private address', network(new PrivateAddress('x')), signal],
    ['a code', network({ code: 'ECONNRESET' }), signal],
    ['no code', network({}), signal],
    ['a code of something else', Object.assign(new Error('x'), { code: 'EOTHER' }), signal],
    ['something else with such a cause', Object.assign(new Error('x'), { cause: new PrivateAddress('x') }), signal],
  ];
  expect(new Page(errors.map(([name, error, by]) => `${name}: ${explainUpload(error, by)}`))).toMatchSnapshot();
});

it('why a link could not be read', async () => {
  const hangingUp = await serveHttp(request => request.socket.destroy());
  const delays = jest.spyOn(globalThis, 'setTimeout');
  const limits = { ...access, maxBytes: 100 };
  const ended = AbortSignal.abort(new Error('given up'));
  const lines = [
    `hangs up: ${await tell(links.download(hangingUp.origin, limits))}`,
    `waits: ${delays.mock.calls
      .map(([, delay = 0]) => delay)
      .filter(delay => delay >= 1000)
      .join(' ')}`,
    `given up before: ${await tell(links.download(server.origin, { ...limits, signal: ended }))}`,
    `another request fails: ${await tell(
      links.readLink(`${server.origin}/a`, limits, async () => {
        throw new links.OtherRequest('another');
      })
    )}`,
    `the reader fails: ${await tell(
      links.readLink(`${server.origin}/a`, limits, async () => {
        throw new Error('reader');
      })
    )}`,
  ];
  await hangingUp.stop();
  lines.push(`is gone: ${(await tell(links.download(hangingUp.origin, limits))).replace(/\d{4,}/, 'PORT')}`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('a server of links that does not respond is given up', async () => {
  const silent = await serveHttp(() => undefined);
  const { setTimeout: wait } = globalThis;
  // Its 30 seconds are over at once.
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((run, delay, ...rest) => {
    return wait(run, delay === 30_000 ? 0 : delay, ...rest);
  });
  expect(await tell(links.download(silent.origin, { ...access, maxBytes: 100 }))).toBe(
    'Error: its server did not respond in time'
  );
  await silent.stop();
});

it('a link is read no further than it is needed', async () => {
  const closed: Promise<unknown>[] = [];
  const endless = await serveHttp((request, response) => {
    closed.push(new Promise(resolve => response.on('close', resolve)));
    const headers = request.url === '/moved' ? { location: '/end' } : {};
    response.writeHead(request.url === '/moved' ? 302 : 200, headers).write('z'.repeat(70_000));
  });
  const read = (path: string) =>
    links.readLink(`${endless.origin}${path}`, { ...access, maxBytes: 100 }, async () => 'enough');
  expect(await read('/moved')).toBe('enough');
  await Promise.all(closed);
  expect(closed).toHaveLength(2);
  await endless.stop();
});

it('what any endpoint may give', async () => {
  const types = [
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/problem+json',
    'text/html; charset=utf-8',
    'text/plain',
    'image/png',
    'x/y',
    ' ; x',
    '',
  ];
  const bodies: [string, string | Buffer][] = [
    ['nothing', ''],
    ['JSON', '{"a":1}'],
    ['text', 'Grün'],
    ['text that is cut', Buffer.from('Grün').subarray(0, 3)],
    ['text in Windows-1252', Buffer.from('Gr\xfcn und blau', 'latin1')],
    ['a picture', pictures['png'] ?? ''],
    ['noise', Buffer.from([200, 1, 2, 3])],
  ];
  const told: [string, string][] = [];
  for (const type of types) {
    for (const [name, body] of bodies) {
      answers = { '/x': { status: 201, headers: type ? { 'content-type': type } : {}, body } };
      const get = () => sendOnce(requestTo(server, 'GET', '/x'), {}, 1000);
      const [response, other] = await Promise.all([get(), get()]);
      const said = await tell(readApiResponse(response));
      const file = await tell(readResponseFile(other));
      told.push([
        `${name} as ${type || 'nothing'},`,
        `${said.replace(/^(SyntaxError)[\s\S]*/, '$1')}; as a file ${file}; ${contentTypeOf(other)}`.replace(
          /[\w+/]{40,}=*/g,
          'BASE64'
        ),
      ]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

const connection = readConnection({ apiKey: 'sk-test-0123456789abcdef', allowPrivateNetwork: true }, '2026-11-02');
const linked = { api_link: 'https://a.invalid/b.bin', name: 'b.bin', length: 1, mime_type: 'x/y' };

/** Uploads chunks of these sizes in parts, and tells what was sent. */
async function tellParts(sizes: number[], replies: Record<string, unknown> = {}, fails?: Error): Promise<string> {
  const sent: string[] = [];
  const limits: unknown[] = [];
  jest.spyOn(links, 'readLink').mockImplementation((link, { maxBytes, allowPrivate }, read) => {
    limits.push([link, maxBytes, allowPrivate]);
    return read(
      (async function* () {
        // Their content is never read.
        for (const size of sizes) yield Buffer.allocUnsafeSlow(size);
        if (fails) throw fails;
      })()
    );
  });
  let parts = 0;
  const post = async (path: string, { body }: { body?: unknown } = {}) => {
    const upload = body instanceof Form ? body.fields[0]?.[1] : undefined;
    const pieces = upload instanceof Upload ? [...upload.pieces()].map(({ length }) => length) : [];
    const told =
      upload instanceof Upload ? `${upload.name} ${upload.type} ${upload.size} of ${pieces.join('+')}` : show(body);
    sent.push(`${path} ${told}`);
    const [kind = ''] = path.split('/').slice(-1);
    const reply = kind in replies ? replies[kind] : undefined;
    if (reply instanceof Error) throw reply;
    parts += kind === 'parts' ? 1 : 0;
    return (
      reply ?? { uploads: { id: 'u' }, parts: { id: `p${parts}` }, complete: { id: 'u', file: { id: 'f' } } }[kind]
    );
  };
  const call: Partial<Call> = { signal, connection, attempt: send => send() };
  const context = { extra_parameters: {}, warn: () => undefined };
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const upload = toPartedUpload({ ...linked, length }, { purpose: 'batch' }, context);
  const end = await uploadInParts({ post } as unknown as OpenAI, upload, call as Call).then(show, error =>
    [error.constructor.name, error.message, error.code, error.description].filter(Boolean).join(' ')
  );
  return [...sent, `${show(limits)} -> ${end}`].join('\n  ');
}

it('uploads in parts', async () => {
  const half = 32_000_000;
  const lines: Record<string, string> = {
    'no byte': await tellParts([]),
    'a part exactly': await tellParts([half, half]),
    'a part and a byte': await tellParts([half, half, 1]),
    'a byte more than would fit': await tellParts([half, half + 1]),
    'no id': await tellParts([1], { uploads: {} }),
    'a part without an id': await tellParts([1], { parts: {} }),
    'a part fails': await tellParts([1], { parts: new Error('No part') }),
    'its end fails': await tellParts([1], { complete: new Error('No end'), cancel: new Error('No cancel') }),
    'its end has no file': await tellParts([1], { complete: { id: 'u' } }),
    'its end has no id': await tellParts([1], { complete: { file: { id: 'f' } } }),
    'the link fails': await tellParts([1], {}, new links.DownloadFailure('its server is gone')),
  };
  const context = { extra_parameters: { x: 1 }, warn: () => undefined };
  lines['named'] = show(toPartedUpload(linked, { purpose: 'evals', name: 'c.bin' }, context));
  expect(new Page(Object.entries(lines).map(([name, line]) => `${name}: ${line}`))).toMatchSnapshot();
});
