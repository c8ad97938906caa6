import { sendToOrigin } from '../../plugins/openai/lib/transport/redirects';
import { group, Page, plainText } from './lines';
import { type LocalServer, requestTo, serveHttp } from './local-server';
import { tell } from './tell-error';

/** Where a redirect may lead. */

expect.addSnapshotSerializer(plainText);

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };

let server: LocalServer;
let other: LocalServer;
let answer: (path: string) => Answer = () => ({});
const seen: string[] = [];

beforeAll(async () => {
  server = await serveHttp(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { status = 200, headers = {}, body = '' } = answer(request.url ?? '');
    seen.push(`${request.method} ${request.url} ${Buffer.concat(parts)}`.trim());
    response.writeHead(status, headers);
    response.end(body);
  });
  other = await serveHttp((request, response) => {
    seen.push(`LEAKED ${request.url}`);
    response.end();
  });
});
afterEach(() => {
  seen.length = 0;
});
afterAll(() => Promise.all([server.stop(), other.stop()]));

const steadied = (text: string) =>
  text
    .replaceAll(server.origin, 'OWN')
    .replaceAll(`localhost:${server.port}`, 'localhost')
    .replaceAll(other.origin, 'OTHER');

it('redirects: each status, method and place', async () => {
  const places: Record<string, string | undefined> = {
    'no place': undefined,
    nothing: '',
    relative: 'end?x=1',
    absolute: `${server.origin}/end`,
    'with a user': `http://user:pass@127.0.0.1:${server.port}/end`,
    'by another scheme': `https://127.0.0.1:${server.port}/end`,
    'another name of it': `http://localhost:${server.port}/end`,
    'another server': `${other.origin}/end`,
    'a private address': 'http://10.0.0.1/end',
    'without a scheme': `//127.0.0.1:${other.port}/end`,
    'no address': 'http://[',
    'a file': 'file:///etc/passwd',
  };
  const told: [string, string][] = [];
  for (const status of [300, 301, 302, 303, 304, 305, 307, 308, 309]) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      for (const [name, location] of Object.entries(places)) {
        if (!['relative', 'another server'].includes(name) && method === 'DELETE') continue;
        seen.length = 0;
        answer = path =>
          path.includes('end')
            ? {}
            : { status, headers: location === undefined ? {} : { location }, body: 'left behind' };
        const request = requestTo(server, method, '/v1/start', method === 'POST' ? { body: 'body' } : {});
        const end = await tell(
          sendToOrigin(request, {}, 1000).then(response => {
            response.discard();
            return String(response.status);
          })
        );
        told.push([
          `${name} ${method} ${status},`,
          // A port may hold the same digits.
          steadied(`${seen.join(', ')} -> ${end}`).replaceAll(new RegExp(`\\b${status}\\b`, 'g'), 'IT'),
        ]);
      }
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('redirects: how many', async () => {
  const lines: string[] = [];
  for (const count of [1, 5, 6]) {
    seen.length = 0;
    answer = path => {
      const at = Number(path.slice(1));
      return at < count ? { status: 307, headers: { location: `/${at + 1}` } } : { body: 'here' };
    };
    const parts = {
      length: 3,
      *[Symbol.iterator]() {
        yield 'a';
        yield Buffer.from('bc');
      },
    };
    const request = requestTo(server, 'POST', '/0', { body: parts });
    lines.push(
      `${count}: ${await tell(sendToOrigin(request, {}, 1000).then(response => response.text()))}; ${seen.join(', ')}`
    );
  }
  expect(new Page(lines)).toMatchSnapshot();
});
