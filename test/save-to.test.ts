import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type FileServer,
  failWith,
  redirectTo,
  saySilence,
  startFileServer,
  watchNetwork,
} from './support/file-server';
import { type Fields, startPlugin, type TestPlugin, warnedOf } from './support/plugin';

interface Image extends Fields {
  url?: string;
  data_url?: string;
  mime_type: string;
  bytes: number;
}

let plugin: TestPlugin;
let server: FileServer;
/** What was put, by path. */
const put = new Map<string, { method: string; type: string; content: Buffer }>();

function take(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const type = String(request.headers['content-type']);
    put.set(String(request.url), { method: String(request.method), type, content: Buffer.concat(chunks) });
    response.writeHead(200).end();
  });
}

beforeAll(async () => {
  plugin = await startPlugin();
  server = await startFileServer();
});
afterEach(() => {
  put.clear();
  server.forget();
  plugin.endTest();
});
afterAll(async () => {
  await server.stop();
  await plugin.stop();
});

const picture = { operation: 'image_generation', model: 'gpt-image-2', prompt: 'A heron', output: 'full' };
const open = () => ({ ...plugin.source, allowPrivateNetwork: true });
const draw = (options: Fields) => plugin.run<{ images: Image[] }>({ ...picture, ...options }, open());

describe('files of a result', () => {
  it('are put to the link, and the result holds it without its signature', async () => {
    const link = server.answer('/heron.png', take);
    const { data, metadata } = await draw({ save_to: `${link}?X-Amz-Signature=abcdef0123456789` });
    const [image] = data.images;
    expect(image).toMatchObject({ url: link, mime_type: 'image/png', bytes: expect.any(Number), width: 1024 });
    expect(JSON.stringify(data)).not.toMatch(/base64|abcdef0123456789/);
    const [[path, file] = []] = [...put];
    expect([path, file?.method, file?.type]).toEqual([
      '/heron.png?X-Amz-Signature=abcdef0123456789',
      'PUT',
      'image/png',
    ]);
    expect(file?.content.length).toBe(image?.bytes);
    expect(metadata.warnings).toEqual([]);
    expect(plugin.lastBody()).not.toHaveProperty('save_to');
  });

  it('take one link each, and what is left keeps its content', async () => {
    const links = ['/1', '/2'].map(path => server.answer(path, take));
    const result = await draw({ n: 3, save_to: JSON.stringify(links) });
    expect(result.data.images.map(({ url }) => url)).toEqual([...links, undefined]);
    expect(result.data.images[2]?.data_url).toMatch(/^data:image/);
    expect(warnedOf(result)).toEqual(['save_to']);
  });

  it('may be those of the value alone, sounds, and downloads', async () => {
    const link = server.answer('/file', take);
    const classic = await plugin.run<{ data: Fields }>({ ...picture, output: 'classic', save_to: link }, open());
    expect(classic.data.data).toMatchObject({ url: link });
    expect(classic.data.data).not.toHaveProperty('b64_json');
    const spoken = await plugin.run({ operation: 'speech', input: 'Hello', save_to: link }, open());
    expect(spoken.data).toEqual({ url: link, mime_type: 'audio/mpeg', bytes: put.get('/file')?.content.length });
  });

  it.each([
    ['refuses', failWith(403), 'HTTP 403'],
    ['stalls', saySilence, 'did not respond in time'],
    ['redirects to a page', redirectTo('/elsewhere'), 'HTTP 302'],
  ])('are returned as they are, with a warning, where the server %s', async (_, listener, reason) => {
    const link = server.answer('/bad', listener);
    const { data, metadata } = await draw({ save_to: link, query_timeout: 3000 });
    expect(data.images[0]?.data_url).toMatch(/^data:image/);
    expect(metadata.warnings).toEqual([{ parameter: 'save_to', reason: expect.stringContaining(reason) }]);
    expect(metadata.attempts).toBe(1);
  });

  it('follow a redirect that repeats the request', async () => {
    const target = server.answer('/there', take);
    const { data } = await draw({ save_to: server.answer('/here', redirectTo(target, 307)) });
    expect(data.images[0]).not.toHaveProperty('data_url');
    expect([...put.keys()]).toEqual(['/there']);
  });

  it.each(['http://127.0.0.1/x', 'http://169.254.169.254/x', 'ftp://example.com/x', 'no link'])(
    'never go to %s, and nothing is billed',
    async save_to => {
      const { data } = await plugin.refusal({ ...picture, save_to });
      expect(data.problems).toMatchObject([{ field: 'save_to' }]);
    }
  );

  it('do not follow a redirect to a private address', async () => {
    const network = await watchNetwork({
      ignoredPorts: [Number(new URL(plugin.emulator.baseUrl).port)],
      routes: { '93.184.216.34': server.port },
      names: { 'open.example': [['93.184.216.34']], 'loop.example': [['127.0.0.1']] },
    });
    try {
      server.answer('/moved', redirectTo('http://127.0.0.1:1/x', 307));
      for (const save_to of ['http://open.example/moved', 'http://loop.example/x']) {
        const { data, metadata } = await plugin.run<{ images: Image[] }>({ ...picture, save_to });
        expect(data.images[0]?.data_url).toMatch(/^data:image/);
        expect(metadata.warnings).toMatchObject([{ reason: expect.stringContaining('private address') }]);
      }
    } finally {
      network.restore();
    }
  });
});
