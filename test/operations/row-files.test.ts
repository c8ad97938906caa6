import { type FileServer, failWith, give, redSquare, saySilence, startFileServer } from '../support/file-server';
import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';

interface Row extends Fields {
  status: string;
  error?: { code: string; message: string };
}

let plugin: TestPlugin;
let server: FileServer;
beforeAll(async () => {
  plugin = await startPlugin({ latencyMs: 5 });
  server = await startFileServer();
});
afterEach(() => {
  plugin.endTest();
  server.forget();
});
afterAll(async () => {
  await server.stop();
  await plugin.stop();
});

const query = { operation: 'bulk_chat', model: 'gpt-5.4', prompt: 'What is [[name]]?', images: '[[photo]]' };
const open = () => ({ ...plugin.source, allowPrivateNetwork: true });
const run = (options: Fields, source = open()) =>
  plugin.run<{ rows: Row[]; failed: number }>({ ...query, ...options }, source);
const dataUrl = `data:image/png;base64,${redSquare.toString('base64')}`;
const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n').toString('base64');

/** The parts of each request besides the prompt, by the row's name. */
const sent = () =>
  Object.fromEntries(
    plugin.emulator.requests.map(({ body }) => {
      const { messages } = body as { messages: { content: string | Fields[] }[] };
      const content = messages.at(-1)?.content ?? '';
      const [first, ...parts] = typeof content === 'string' ? [{ text: content }] : content;
      return [/What is (\w+)/.exec(String(first?.['text']))?.[1], parts] as const;
    })
  );
const image = { type: 'image_url', image_url: { url: dataUrl } };

describe('files of rows', () => {
  it('may be links, data URLs, file ids, values of file pickers, or lists of these, also as JSON text', async () => {
    const link = server.answer('/cat.png', give(redSquare));
    const rows = [
      { name: 'link', photo: link },
      { name: 'data', photo: dataUrl },
      { name: 'id', photo: 'file-abc123' },
      { name: 'picker', photo: [{ name: 'a.png', base64Data: redSquare.toString('base64') }] },
      { name: 'list', photo: [link, dataUrl] },
      { name: 'json', photo: JSON.stringify([link, { data_url: dataUrl }]) },
    ];
    const { data } = await run({ rows });
    // The API alone knows which ids there are.
    expect(data.rows.map(({ status }) => status)).toEqual(['ok', 'ok', 'error', 'ok', 'ok', 'ok']);
    expect(sent()).toEqual({
      link: [image],
      data: [image],
      id: [{ type: 'file', file: { file_id: 'file-abc123' } }],
      picker: [image],
      list: [image, image],
      json: [image, image],
    });
  });

  it('may be named by a text around a field, by several fields, or be the same for all', async () => {
    server.answer('/7.png', give(redSquare));
    await run({ rows: [{ name: 'text', id: 7 }], images: `${server.origin}/[[id]].png` });
    await run({ rows: [{ name: 'both', a: dataUrl, b: { c: dataUrl } }], images: '["[[a]]", "[[b.c]]"]' });
    await run({ rows: [{ name: 'same' }], images: { data_url: dataUrl } });
    expect(sent()).toEqual({ text: [image], both: [image, image], same: [image] });
  });

  it('that load until the deadline have cost nothing, which is told', async () => {
    const photo = server.answer('/slow.png', saySilence);
    const { description, data } = await plugin.failure(
      { ...query, rows: [{ name: 'slow', photo }], query_timeout: 300 },
      open()
    );
    expect(data).toMatchObject({ category: 'timeout', code: 'timeout' });
    expect(description).toMatch(/^Nothing was sent within 0\.3 seconds \(query_timeout\)/);
    expect(description).not.toContain('may still be billed');
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('may be documents', async () => {
    const rows = [
      { name: 'pdf', invoice: { name: 'a.pdf', base64: pdf } },
      { name: 'text', invoice: { text: 'Hello', name: 'a.txt' } },
    ];
    await run({ rows, images: '', files: '[[invoice]]' });
    expect(sent()).toEqual({
      pdf: [{ type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` } }],
      text: [{ type: 'text', text: 'File "a.txt":\nHello' }],
    });
  });

  it('fail their own row where they are wrong, before it is sent', async () => {
    const rows = [
      { name: 'good', photo: dataUrl },
      { name: 'gone', photo: server.answer('/gone.png', failWith(404)) },
      { name: 'text', photo: { text: 'no image', name: 'a.txt' } },
      { name: 'broken', photo: 'data:image/png;base64,iVBORw0KGgo=' },
      { name: 'other' },
      { name: 'number', photo: 12 },
    ];
    const { data, message } = await run({ rows });
    expect(message).toBe('1 row succeeded, 5 failed');
    expect(Object.keys(sent())).toEqual(['good']);
    expect(data.rows.map(({ status, error }) => error?.message ?? status)).toEqual([
      'ok',
      'The request was not sent: image 1 could not be downloaded: its server responded with HTTP 404',
      expect.stringContaining('The request was not sent: image 1 must be one of png'),
      expect.stringContaining('The request was not sent: image 1'),
      'The request was not sent: the row has no field "photo"',
      'The request was not sent: image 1 must be a file; got a number',
    ]);
  });

  it('fail the query where all are wrong, with every reason', async () => {
    const rows = [1, 2].map(name => ({ name, photo: `${server.origin}/none.png` }));
    const { data } = await plugin.refusal({ ...query, rows }, open());
    expect(data.problems.map(({ field }) => field)).toEqual(['rows[0]', 'rows[1]']);
  });

  it('may be absent from a row, which is told', async () => {
    const { data, metadata } = await run({
      rows: [
        { name: 'a', photo: null },
        { name: 'b', photo: dataUrl },
      ],
    });
    expect(data.rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
    expect(sent()).toEqual({ a: [], b: [image] });
    expect(metadata.warnings).toEqual([{ parameter: 'images', reason: expect.stringContaining('1 row has no file') }]);
  });

  it('are not fetched from private addresses', async () => {
    const rows = [
      { name: 'a', photo: dataUrl },
      { name: 'b', photo: server.answer('/cat.png', give(redSquare)) },
    ];
    const { data } = await run({ rows }, plugin.source as ReturnType<typeof open>);
    expect(data.rows[1]?.error?.message).toContain('it points to a private address');
    expect(server.requests).toEqual([]);
  });

  it('are not fetched for rows that did not change, also where links are signed anew', async () => {
    const link = server.answer('/cat.png', give(redSquare));
    const sign = (more: string) => `${link}?v=1&X-Amz-Date=${more}&X-Amz-Signature=${more}`;
    const options = { fingerprint_field: 'fingerprint' };
    const { rows } = (await run({ ...options, rows: [{ name: 'a', photo: sign('1') }] })).data;
    plugin.emulator.reset();
    server.forget();
    const again = rows.map(row => ({ ...row, photo: sign('2') }));
    expect((await run({ ...options, rows: again })).data.rows[0]?.status).toBe('unchanged');
    expect([server.requests, plugin.emulator.requests]).toEqual([[], []]);
    const moved = again.map(row => ({ ...row, photo: `${link}?v=2` }));
    expect((await run({ ...options, rows: moved })).data.rows[0]?.status).toBe('ok');
  });

  it('are few at a time', async () => {
    let [open_, most] = [0, 0];
    const link = server.answer('/slow.png', (request, response) => {
      open_ += 1;
      most = Math.max(most, open_);
      setTimeout(() => {
        open_ -= 1;
        give(redSquare)(request, response);
      }, 10);
    });
    const rows = Array.from({ length: 30 }, (_, id) => ({ name: `row${id}`, photo: `${link}?${id}` }));
    const { data } = await run({ rows, concurrency: 30 });
    expect(data.rows.every(({ status }) => status === 'ok')).toBe(true);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('may be large, and arrive as they are', async () => {
    const large = Buffer.concat([redSquare, Buffer.alloc(3_000_000, 7), redSquare.subarray(-12)]);
    const link = server.answer('/large.png', give(large));
    const rows = Array.from({ length: 6 }, (_, id) => ({ name: `row${id}`, photo: link }));
    const { data } = await run({ rows });
    expect(data.rows.map(({ error }) => error)).toEqual(rows.map(() => undefined));
    const url = `data:image/png;base64,${large.toString('base64')}`;
    for (const parts of Object.values(sent())) {
      const [{ image_url }] = parts as [typeof image];
      const found = image_url.url;
      expect([found.length, found === url]).toEqual([url.length, true]);
    }
  });

  it('are shown by a dry run as the first row has them', async () => {
    const { data } = await plugin.run<Fields>(
      {
        ...query,
        rows: [
          { name: 'a', photo: dataUrl },
          { name: 'b', photo: 'x' },
        ],
        dry_run: true,
      },
      open()
    );
    expect(data).toMatchObject({ requests: 2, body: { messages: [{ content: [{}, { type: 'image_url' }] }] } });
  });

  it('need a field that rows have, and a model that can see', async () => {
    const missing = await plugin.refusal({ ...query, rows: [{ name: 'a' }] });
    expect(missing.data.problems).toMatchObject([{ field: 'images', allowed: ['[[name]]'] }]);
    const blind = await plugin.refusal({ ...query, model: 'gpt-3.5-turbo', rows: [{ name: 'a', photo: dataUrl }] });
    expect(blind.data.problems).toMatchObject([{ field: 'images' }]);
  });

  it('make the cost what the model may read at most', async () => {
    const source = { ...open(), prices: { '*': 'openai' }, maxCostUsd: 0.01 };
    const { data } = await plugin.refusal({ ...query, max_tokens: 10, rows: [{ name: 'a', photo: dataUrl }] }, source);
    expect(data.code).toBe('cost_limit');
  });
});
