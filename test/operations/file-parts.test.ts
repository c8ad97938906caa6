import { type AnswerServer, startAnswerServer } from '../support/answer-server';
import { type FileServer, failWith, give, startFileServer } from '../support/file-server';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
let server: FileServer;
let api: AnswerServer;
beforeAll(async () => {
  [plugin, server, api] = await Promise.all([startPlugin(), startFileServer(), startAnswerServer()]);
});
afterEach(() => {
  plugin.endTest();
  server.forget();
  api.reset();
});
afterAll(() => Promise.all([plugin.stop(), server.stop(), api.stop()]));

/** Two parts of an upload. */
const large = Buffer.alloc(65_000_000, 'zinc ');
/** One part. */
const single = large.subarray(0, 51_000_000);
const source = () => ({ ...plugin.source, allowPrivateNetwork: true });
const upload = (file: string, more: object = {}) =>
  plugin.run<{ id: string; bytes: number; filename: string }>(
    { operation: 'file', file_action: 'upload', file, ...more },
    source()
  );
const asked = () =>
  plugin.emulator.requests.map(({ method, path }) => `${method} ${path.replace(/upload_\w+/, ':id')}`);

describe('the upload of a link to a file that is too large for memory', () => {
  it('is made in parts, while it is downloaded', async () => {
    const link = server.answer('/notes/all%20of%20it.txt', give(large, 'text/plain'));
    const { data, metadata, message } = await upload(link, { purpose: 'assistants', expires_after_seconds: 3600 });
    expect(message).toBe('File uploaded successfully');
    expect(data).toMatchObject({ bytes: large.length, filename: 'all of it.txt', purpose: 'assistants' });
    expect(metadata).toMatchObject({ id: data.id, warnings: [] });
    const [created] = plugin.emulator.requests;
    expect(created?.body).toEqual({
      bytes: large.length,
      filename: 'all of it.txt',
      mime_type: 'text/plain',
      purpose: 'assistants',
      expires_after: { anchor: 'created_at', seconds: 3600 },
    });
    const part = 'POST /v1/uploads/:id/parts';
    expect(asked()).toEqual(['POST /v1/uploads', part, part, 'POST /v1/uploads/:id/complete']);
    const stored = await plugin.run<{ bytes: number }>({
      operation: 'file',
      file_action: 'get',
      file_id: data.id,
    });
    expect(stored.data.bytes).toBe(large.length);
  });

  it('is shown by a dry run', async () => {
    const link = server.answer('/rows.jsonl', give(single, 'application/octet-stream'));
    const { data } = await upload(link, { purpose: 'batch', name: 'b.jsonl', dry_run: true });
    expect(data).toMatchObject({
      url: `${plugin.emulator.baseUrl}/uploads`,
      body: { bytes: single.length, filename: 'b.jsonl', mime_type: 'application/jsonl', purpose: 'batch' },
    });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('is cancelled where a part fails', async () => {
    const link = server.answer('/half.bin', give(single, 'application/octet-stream'));
    const refused = { status: 400, body: { error: { message: 'No such part', type: 'invalid_request_error' } } };
    api.answer({ body: { id: 'upload_1' } }, refused, { body: { id: 'upload_1' } });
    const failure = await plugin.failure({ operation: 'file', file: link }, { ...source(), baseUrl: api.baseUrl });
    expect(failure.description).toContain('No such part');
    expect(failure.data.category).toBe('invalid_request');
    expect(api.requests.map(({ path }) => path)).toEqual([
      '/v1/uploads',
      '/v1/uploads/upload_1/parts',
      '/v1/uploads/upload_1/cancel',
    ]);
  });

  it('is cancelled where the link fails on the way', async () => {
    const first = give(large, 'application/octet-stream');
    let times = 0;
    const link = server.answer('/gone.bin', (request, response) => {
      times += 1;
      return times === 1 ? first(request, response) : failWith(503)(request, response);
    });
    const { description, data } = await plugin.failure(
      { operation: 'file', file: link, purpose: 'assistants' },
      source()
    );
    expect(description).toBe('file 1 could not be downloaded: its server responded with HTTP 503');
    expect(data.category).toBe('invalid_options');
    expect(asked().at(-1)).toBe('POST /v1/uploads/:id/cancel');
  });

  it.each([
    ['endless', large, '', 200_000_000],
    ['larger', single, '', single.length + 1],
    ['smaller', single, String(single.length - 1), single.length - 1],
  ])('is cancelled where the file is %s when it is read', async (_, stated, length, bytes) => {
    const first = give(stated, 'application/octet-stream');
    let times = 0;
    const link = server.answer('/other.bin', (request, response) => {
      times += 1;
      if (times === 1) return first(request, response);
      response.writeHead(200, length === '' ? {} : { 'content-length': length });
      response.on('error', () => undefined).end(Buffer.alloc(bytes));
    });
    const { description } = await plugin.failure({ operation: 'file', file: link, purpose: 'assistants' }, source());
    expect(description).toBe('file 1 could not be downloaded: its size is not the one that its server stated before');
    expect(asked().at(-1)).toBe('POST /v1/uploads/:id/cancel');
  });

  it('states its type in lower case, and is not made of what is compressed', async () => {
    const link = server.answer('/capitals.bin', give(large, 'Image/PNG; name="Zinc"'));
    const { data } = await upload(link, { dry_run: true });
    expect(data).toMatchObject({ body: { mime_type: 'image/png' } });
    const zipped = server.answer('/zipped.bin', give(large, 'image/png', { 'content-encoding': 'gzip' }));
    const { description } = await plugin.refusal({ operation: 'file', file: zipped }, source());
    expect(description).toBe('file 1 could not be downloaded: it is larger than 50 MB');
  });

  it('is refused above what the API takes', async () => {
    const link = server.answer('/huge.bin', (_, response) => {
      response.writeHead(200, { 'content-length': '8000000001' }).write('.');
    });
    const { description } = await plugin.refusal({ operation: 'file', file: link }, source());
    expect(description).toBe('file 1 could not be downloaded: it is larger than 8,000 MB');
    expect(plugin.emulator.requests).toEqual([]);
  });
});
