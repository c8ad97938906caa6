import { gzipSync } from 'node:zlib';
import { type DownloadLimits, download } from '../plugins/openai/lib/files/download';
import {
  drip,
  type FileServer,
  failWith,
  give,
  pourEndlessly,
  redirectTo,
  redSquare,
  saySilence,
  sendRaw,
} from './support/file-server';
import type { TestPlugin } from './support/plugin';
import { startWithFiles } from './support/plugin-with-files';

let plugin: TestPlugin;
let server: FileServer;
startWithFiles((...started) => {
  [plugin, server] = started;
});

const edit = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Make it blue' };
/** Takes images of up to 4 MB. */
const smallEdit = { ...edit, model: 'dall-e-2' };

const allowed = () => ({ ...plugin.source, allowPrivateNetwork: true });
const refusal = (query: Record<string, unknown>) => plugin.refusal(query, allowed());
const edited = (image: unknown, more: object = {}) => plugin.run({ ...edit, image, ...more }, allowed());

/** Unlike Buffer.alloc it leaves no room for an image that happens to be whole. */
const noise = (bytes: number) => Buffer.alloc(bytes, 'no image at all. ');

// The first link loads what fetches links, which takes a busy machine longer than the deadlines here.
beforeAll(async () => {
  await edited(server.answer('/first.png', give(redSquare)), { dry_run: true });
  server.forget();
});

describe('the deadline ends a download and closes its connection', () => {
  it.each([
    ['headers that do not come', saySilence],
    ['a body that drips without end', drip],
  ])('%s [row 74]', async (_, listener) => {
    const image = server.answer('/slow.png', listener);
    const { data, description } = await plugin.failure({ ...edit, image, query_timeout: 300 }, allowed());
    expect(data).toMatchObject({ category: 'timeout' });
    expect(description).toMatch(
      /^Nothing was sent within 0\.3 seconds \(query_timeout\)\nNothing was sent, so nothing is billed\./
    );
    expect(description).not.toContain('may still be billed');
    await server.allClosed();
    expect(server.connections).toHaveLength(1);
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('also behind redirects that are slow one by one [row 74]', async () => {
    for (const hop of [1, 2, 3, 4]) {
      server.answer(`/${hop}`, (request, response) => {
        setTimeout(() => redirectTo(`/${hop + 1}`)(request, response), 60);
      });
    }
    const query = { ...edit, image: `${server.origin}/1`, query_timeout: 150 };
    expect((await plugin.failure(query, allowed())).data.category).toBe('timeout');
    await server.allClosed();
  });

  it("a host's cancellation does too", async () => {
    const controller = new AbortController();
    const image = server.answer('/slow.png', (...asked) => {
      drip(...asked);
      setTimeout(() => controller.abort(), 30);
    });
    const reading = async () => {
      const options = { source: allowed(), signal: controller.signal };
      for await (const _ of plugin.stream({ ...edit, image }, options));
    };
    await expect(reading()).rejects.toMatchObject({ data: { category: 'cancelled' } });
    await server.allClosed();
    expect(plugin.emulator.requests).toEqual([]);
  });
});

describe('the size cap ends a download and closes its connection', () => {
  const isTooLarge = { field: 'image', message: 'image 1 could not be downloaded: it is larger than 4 MB' };

  it.each([
    ['an endless body', pourEndlessly()],
    ['a body of 1 GB, as it was announced', pourEndlessly({ 'content-length': '1000000000' })],
    ['a body a little too large', give(noise(4_000_001))],
  ])('%s [row 66]', async (_, listener) => {
    const image = server.answer('/large.png', listener);
    expect((await refusal({ ...smallEdit, image })).data.problems).toEqual([isTooLarge]);
    await server.allClosed();
    const [socket, ...others] = server.connections;
    expect(others).toEqual([]);
    // What the cap lets in, and what the system's buffers hold on the way.
    expect(socket?.bytesWritten).toBeLessThan(16_000_000);
  });

  it('a body announced as too large is not read at all [row 66]', async () => {
    const image = server.answer('/large.png', (_, response) => {
      response.writeHead(200, { 'content-length': '5000000' }).write(redSquare);
    });
    expect((await refusal({ ...smallEdit, image, query_timeout: 2000 })).data.problems).toEqual([isTooLarge]);
    await server.allClosed();
  });

  it('what lies beyond the announced length is not read', async () => {
    const head = `HTTP/1.1 200 OK\ncontent-type: image/png\ncontent-length: ${redSquare.length}`;
    const image = server.answer('/lies.png', sendRaw(head, Buffer.concat([redSquare, noise(8_000_000)])));
    // Node.js may read the surplus as an answer to nobody, which is an error.
    await edited(image).catch(() => undefined);
    await server.allClosed();
    for (const { rawBody } of plugin.emulator.requests) expect(rawBody.includes('no image at all')).toBe(false);
  });
});

describe('bodies that are not what they should be', () => {
  const cut = `HTTP/1.1 200 OK\ncontent-type: image/png\ncontent-length: ${redSquare.length + 1000}`;
  const chunked = 'HTTP/1.1 200 OK\ncontent-type: image/png\ntransfer-encoding: chunked';
  const bomb = gzipSync(Buffer.alloc(60_000_000));
  const html = '<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>';
  const zipped = { 'content-encoding': 'gzip' };

  it.each<[string, Parameters<FileServer['answer']>[1], RegExp]>([
    ['a body shorter than announced', sendRaw(cut, redSquare), /downloaded: .*(broke|cut|ended|too early|incomplete)/],
    [
      'a chunked body that breaks off',
      sendRaw(chunked, Buffer.from('fff\r\nabc')),
      /downloaded: .*(broke|cut|ended|too early)/,
    ],
    ['what is no HTTP', sendRaw('SSH-2.0-OpenSSH_9.6', redSquare), /downloaded: the request failed/],
    ['HTTP 404', failWith(404), /downloaded: its server responded with HTTP 404$/],
    ['HTTP 401', failWith(401), /downloaded: its server responded with HTTP 401$/],
    ['HTTP 500', failWith(500), /downloaded: its server responded with HTTP 500$/],
    ['HTTP 503', failWith(503), /downloaded: its server responded with HTTP 503$/],
    ['a redirect to nowhere', failWith(302), /downloaded: its server responded with HTTP 302$/],
    ['an HTML page', give(html, 'text/html'), /must be one of png, webp, jpeg for gpt-image-2; got .*(text|html)/i],
    ['an HTML page called image', give(html), /must be one of png, webp, jpeg for gpt-image-2; got .*(text|html)/i],
    ['a page of JSON', give('{"error":"no"}'), /must be one of png, webp, jpeg for gpt-image-2; got .*(text|json)/i],
    ['an image cut off', give(redSquare.subarray(0, 90)), /is incomplete/],
    ['nothing at all', give(''), /is.* empty/],
    ['no content', failWith(204), /is.* empty|HTTP 204/],
    ['a gzip bomb', give(bomb, 'image/png', zipped), /downloaded: it is larger than \d+ MB$/],
    [
      'a gzip bomb twice',
      give(gzipSync(bomb), 'image/png', { 'content-encoding': 'gzip, gzip' }),
      /downloaded: it is larger than \d+ MB$/,
    ],
    [
      'brotli that is none',
      give(noise(500), 'image/png', { 'content-encoding': 'br' }),
      /downloaded: its server sent compressed data that is invalid$/,
    ],
    [
      'an unknown compression',
      give(noise(500), 'image/png', { 'content-encoding': 'gzip, zstd' }),
      /downloaded: its server compressed it as zstd$/,
    ],
  ])('%s [row 66]', async (_, listener, reason) => {
    const image = server.answer('/odd.png', listener);
    const { data } = await refusal({ ...edit, image });
    expect(data.problems).toEqual([
      { field: 'image', message: expect.stringMatching(/^image 1 (could not be downloaded: |is |must be )/) },
    ]);
    expect(data.problems[0]?.message).toMatch(reason);
    expect(data.problems[0]?.message).not.toMatch(/ERR_|undefined|\[object/);
    await server.allClosed();
    // Nothing is asked for twice.
    expect(server.requests).toEqual(['/odd.png']);
  });

  it('every link that fails is told, with its position [row 66]', async () => {
    server.answer('/none.png', failWith(410));
    server.answer('/page.png', give(html));
    server.answer('/cat.png', give(redSquare));
    const image = ['none', 'cat', 'page'].map(name => `${server.origin}/${name}.png`);
    const { data } = await refusal({ ...edit, image });
    expect(data.problems.map(({ message }) => message.slice(0, 20))).toEqual([
      'image 1 could not be',
      'image 3 must be one ',
    ]);
  });

  it('no error tells the link itself, which may hold a signature', async () => {
    server.answer('/none.png', failWith(403));
    const { message, description, data } = await refusal({ ...edit, image: `${server.origin}/none.png?sig=s3cret` });
    expect(JSON.stringify([message, description, data])).not.toContain('s3cret');
  });
});

describe('redirects', () => {
  const chain = (hops: number) => {
    for (let hop = 1; hop <= hops; hop += 1) server.answer(`/hop${hop}`, redirectTo(`/hop${hop - 1}`, 307));
    return `${server.origin}/hop${hops}`;
  };

  it.each([1, 2, 3, 4, 5])('are followed %i times [row 74]', async hops => {
    server.answer('/hop0', give(redSquare));
    await edited(chain(hops));
    expect(server.requests).toHaveLength(hops + 1);
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it.each([
    ['six', () => chain(6)],
    ['a loop', () => server.answer('/loop', redirectTo('/loop'))],
    ['a loop of two', () => server.answer('/to', redirectTo(server.answer('/fro', redirectTo('/to'))))],
  ])('are not followed for ever: %s [row 74]', async (_, start) => {
    const { data } = await refusal({ ...edit, image: start() });
    expect(data.problems[0]?.message).toBe('image 1 could not be downloaded: it redirects more than 5 times');
    expect(server.requests).toHaveLength(6);
    await server.allClosed();
  });

  it('carry no credentials and no cookies', async () => {
    const seen: object[] = [];
    server.answer('/cookie', (_, response) => {
      response.writeHead(302, { location: '/after', 'set-cookie': 'a=b' }).end();
    });
    server.answer('/after', (request, response) => {
      seen.push(request.headers);
      give(redSquare)(request, response);
    });
    await edited(`${server.origin}/cookie`);
    expect(Object.keys(seen[0] ?? {})).not.toEqual(expect.arrayContaining(['cookie']));
    expect(JSON.stringify(seen)).not.toContain(plugin.source['apiKey']);
  });
});

describe('links that work', () => {
  it('are fetched by the plugin, each over a connection of its own that is closed [row 74]', async () => {
    const image = server.answer('/cat.png', give(redSquare));
    await edited([image, `${image}?again`]);
    await edited(image);
    expect(server.requests).toHaveLength(3);
    expect(server.connections).toHaveLength(3);
    await server.allClosed();
    expect(plugin.lastRequest().rawBody.includes(server.origin)).toBe(false);
  });

  it('give the bytes as they are', async () => {
    const limits: DownloadLimits = { signal: new AbortController().signal, maxBytes: 3_000_000, allowPrivate: true };
    const content = noise(3_000_000);
    const link = server.answer('/exact', give(content));
    expect(content.equals(await download(link, limits))).toBe(true);
    await expect(download(link, { ...limits, maxBytes: 2_999_999 })).rejects.toThrow('larger than 3 MB');
    await expect(download(link, { ...limits, allowPrivate: false })).rejects.toThrow('private address');
    await expect(download(link, { ...limits, signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('may be very long', async () => {
    const path = `/${'a'.repeat(10_000)}.png`;
    await edited(server.answer(path, give(redSquare)));
    const { data } = await refusal({ ...edit, image: `${server.origin}/${'a'.repeat(1_000_000)}` });
    expect(data.problems[0]?.message).toMatch(/^image 1 could not be downloaded: /);
    expect(data.problems[0]?.message.length).toBeLessThan(200);
  });
});
