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
import { paint } from './support/sample-files';

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

/** The emulator no longer serves the models that vary images. */
function answerVariation(image: Buffer): void {
  plugin.emulator.answerNext('/v1/images/variations', {
    body: { created: 1, data: [{ b64_json: image.toString('base64') }] },
  });
}

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

  it('may be those of edits and variations', async () => {
    const links = ['/edit', '/variation'].map(path => server.answer(path, take));
    const image = await paint('png', { width: 64, height: 64, alpha: 1 });
    const data_url = `data:image/png;base64,${image.toString('base64')}`;
    const edit = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Blue', image: data_url, save_to: links[0] };
    const edited = await plugin.run<{ images: Image[] }>(edit, open());
    expect(edited.data.images).toMatchObject([{ url: links[0], bytes: put.get('/edit')?.content.length }]);
    answerVariation(image);
    const vary = { operation: 'image_variation', image: data_url, save_to: links[1] };
    const varied = await plugin.run<{ images: Image[] }>(vary, open());
    expect(varied.data.images).toMatchObject([{ url: links[1], bytes: image.length }]);
    expect(JSON.stringify([edited.data, varied.data])).not.toMatch(/base64/);
  });

  it('may be those of a response, when it comes and when it is fetched later', async () => {
    const links = ['/a', '/b'].map(path => server.answer(path, take));
    const ask = {
      operation: 'respond',
      prompt: 'Draw a heron',
      image_generation: true,
      tool_choice: 'image_generation',
    };
    const made = await plugin.run<{ id: string; images: Image[] }>({ ...ask, save_to: links[0] }, open());
    expect(made.data.images).toMatchObject([{ url: links[0], mime_type: 'image/png' }]);
    const fetch = { operation: 'get_response', response_id: made.data.id, save_to: links[1] };
    const fetched = await plugin.run<{ images: Image[] }>(fetch, open());
    expect(fetched.data.images).toMatchObject([{ url: links[1], bytes: put.get('/a')?.content.length }]);
    expect(JSON.stringify([made.data, fetched.data])).not.toMatch(/;base64/);
  });

  it('may be what a response wrote to its container', async () => {
    const link = server.answer('/table.csv', take);
    const ask = {
      operation: 'respond',
      prompt: 'Write a table as a csv file',
      code_interpreter: true,
      fetch_files: true,
    };
    const { data } = await plugin.run<{ files: Fields[] }>({ ...ask, save_to: link }, open());
    expect(data.files[0]).toMatchObject({ url: link, bytes: put.get('/table.csv')?.content.length });
    expect(data.files[0]).not.toHaveProperty('data_url');
  });

  it('may be what any endpoint returns', async () => {
    const link = server.answer('/any', take);
    const body = { model: 'gpt-image-2', prompt: 'A heron' };
    const ask = { operation: 'api_request', method: 'POST', path: '/images/generations', body, save_to: link };
    const { data } = await plugin.run<{ data: Fields[] }>(ask, open());
    expect(data.data[0]).toMatchObject({ url: link });
    expect(data.data[0]).not.toHaveProperty('b64_json');
  });

  it('never have their signature shown by an error', async () => {
    const link = `${server.answer('/x', take)}?X-Amz-Date=20261102T000000Z&X-Amz-Signature=abcdef0123456789&token=s%2Fecret-token`;
    const message = 'Bad abcdef0123456789 of s/ecret-token at 20261102T000000Z';
    plugin.emulator.answerNext('/v1/images/generations', { status: 400, body: { error: { message, code: 'x' } } });
    const { description } = await plugin.failure({ ...picture, save_to: [link] }, open());
    expect(description).toMatch(/^Bad \S+ of \S+ at 20261102T000000Z/);
    expect(description).not.toMatch(/abcdef0123456789|ecret-token/);
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
