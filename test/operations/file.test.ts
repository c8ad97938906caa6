import { type FileServer, give, startFileServer } from '../support/file-server';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { paint, pdf, readForm, toDataUrl } from '../support/sample-files';

interface Row {
  id: string;
  filename: string;
  bytes: number;
  purpose: string;
  status: string | null;
  created_at: string;
  expires_at: string | null;
}

const day = 24 * 60 * 60;
let plugin: TestPlugin;
let server: FileServer;
beforeAll(async () => {
  const now = () => new Date('2026-11-20T12:00:00Z');
  [plugin, server] = await Promise.all([startPlugin({ now }), startFileServer()]);
});
afterEach(() => {
  plugin.endTest();
  server.forget();
});
afterAll(() => Promise.all([plugin.stop(), server.stop()]));

const run = <Data>(file_action: string, options: object = {}, source?: Record<string, unknown>) =>
  plugin.run<Data>({ operation: 'file', file_action, ...options }, source);
const upload = async (file: unknown, options: object = {}) => (await run<Row>('upload', { file, ...options })).data;
const sentFile = async () => (await readForm(plugin.lastRequest())).files[0];

const chatLine = (custom_id: string) =>
  JSON.stringify({ custom_id, method: 'POST', url: '/v1/chat/completions', body: { model: 'gpt-5.4', messages: [] } });

describe('upload', () => {
  it('takes the value of a file picker and says what the API keeps [row 110]', async () => {
    const picked = { name: 'Übersicht 2026.pdf', type: 'application/pdf', dataURL: toDataUrl(pdf, 'application/pdf') };
    const { message, data, metadata } = await run<Row>('upload', { file: [picked] });
    expect(message).toBe('File uploaded successfully');
    expect(data).toEqual({
      id: expect.stringMatching(/^file-/),
      filename: 'Übersicht 2026.pdf',
      bytes: pdf.length,
      purpose: 'user_data',
      status: 'processed',
      created_at: '2026-11-20T12:00:00.000Z',
      expires_at: null,
    });
    expect(metadata).toMatchObject({ operation: 'file', id: data.id, attempts: 1, warnings: [] });
    const { fields, files } = await readForm(plugin.lastRequest());
    expect(fields).toEqual({ purpose: 'user_data' });
    expect(files).toMatchObject([{ field: 'file', type: 'application/pdf', content: pdf }]);
  });

  it.each<[string, () => unknown]>([
    ['a data URL', () => toDataUrl(pdf, 'application/pdf')],
    ['base64', () => pdf.toString('base64')],
    ['the JSON of an object', () => JSON.stringify({ name: 'a.pdf', base64Data: pdf.toString('base64') })],
    ['a data URL with its name', () => toDataUrl(pdf, 'application/pdf;name=a%20report.pdf')],
    ['a link', () => server.answer('/a%20report.pdf', give(pdf, 'text/html'))],
  ])('takes %s [row 110]', async (_, file) => {
    const options = { operation: 'file', file: file() };
    const { data } = await plugin.run<Row>(options, { ...plugin.source, allowPrivateNetwork: true });
    expect(data).toMatchObject({ bytes: pdf.length, filename: expect.stringMatching(/^(a|file|a report)\.pdf$/) });
    expect(await sentFile()).toMatchObject({ type: 'application/pdf', content: pdf });
  });

  it('takes a text of its own, under the name it is given', async () => {
    const data = await upload({ text: 'Zinc melts at 419.5 °C.', name: 'zinc.md' });
    expect(data).toMatchObject({ filename: 'zinc.md', bytes: 24 });
    expect(await sentFile()).toMatchObject({ name: 'zinc.md', type: expect.stringMatching(/^text\/plain/) });
  });

  it('takes files of kinds that nobody knows, and leaves their names to them', async () => {
    const content = Buffer.from([0, 1, 2, 3, 254, 255]);
    await upload({ name: 'weights.v2.bin', base64: content.toString('base64') });
    expect(await sentFile()).toEqual({
      field: 'file',
      name: 'weights.v2.bin',
      type: 'application/octet-stream',
      content,
    });
    const zipped = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60)]);
    await upload({ name: 'letter.docx', base64: zipped.toString('base64') });
    expect((await sentFile())?.name).toBe('letter.docx');
  });

  it('sends name and lifetime', async () => {
    const file = await upload(toDataUrl(pdf), { name: 'terms.pdf', expires_after_seconds: String(day) });
    expect(file).toMatchObject({ filename: 'terms.pdf', expires_at: '2026-11-21T12:00:00.000Z' });
    expect((await readForm(plugin.lastRequest())).fields).toMatchObject({
      'expires_after[anchor]': 'created_at',
      'expires_after[seconds]': String(day),
    });
  });

  it('takes jsonl for a batch as it is, and gives it the name that tells the API so', async () => {
    const text = `${chatLine('one')}\n\n${chatLine('two')}\r\n`;
    const data = await upload({ text }, { purpose: 'batch' });
    expect(data).toMatchObject({ filename: 'file.jsonl', purpose: 'batch', bytes: text.length });
    expect((await sentFile())?.content.toString()).toBe(text);
  });

  it('reads 50,000 lines of a batch, with characters that lie on the border of two pieces', async () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => chatLine(`Zähler-${index}`));
    const content = Buffer.from(lines.join('\n'));
    const data = await upload({ name: 'all.jsonl', base64Data: content.toString('base64') }, { purpose: 'batch' });
    expect(data).toMatchObject({ filename: 'all.jsonl', bytes: content.length });
  });

  it('takes images for vision', async () => {
    const png = await paint('png');
    expect(await upload(toDataUrl(png), { purpose: 'vision' })).toMatchObject({ purpose: 'vision' });
  });

  it('is what is done where no action is chosen', async () => {
    expect((await plugin.run<Row>({ operation: 'file', file: toDataUrl(pdf) })).data.bytes).toBe(pdf.length);
  });

  it('is shown by a dry run and not sent [row 139]', async () => {
    const { data } = await run('upload', { file: { text: 'Hello', name: 'hello.txt' }, dry_run: true });
    expect(data).toEqual({
      method: 'POST',
      url: `${plugin.emulator.baseUrl}/files`,
      headers: { authorization: '[hidden]' },
      requests: 1,
      body: { purpose: 'user_data', file: { filename: 'hello.txt', type: 'text/plain', bytes: 5 } },
    });
    expect(plugin.emulator.requests).toEqual([]);
  });
});

describe('list', () => {
  const listed = (path: string) => plugin.emulator.requests.filter(request => request.path.startsWith(path));

  it('gives rows, newest first, of one purpose where that is wished [row 110]', async () => {
    const page = await upload({ text: 'Page', name: 'page.txt' }, { purpose: 'evals' });
    const help = await upload({ text: 'Help', name: 'help.txt' }, { purpose: 'assistants' });
    const { data, message } = await run<{ rows: Row[]; has_more: boolean }>('list', { limit: '2' });
    expect(data.rows.map(({ id }) => id)).toEqual([help.id, page.id]);
    expect(data.rows[0]).toEqual(help);
    expect(data.has_more).toBe(true);
    expect(message).toBe('2 files listed');
    const only = await run<{ rows: Row[] }>('list', { purpose: 'assistants' });
    expect(only.data).toEqual({ rows: [help], has_more: false });
    expect(plugin.lastRequest().path).toBe('/v1/files?purpose=assistants&limit=100');
  });

  it('goes on from page to page up to its limit', async () => {
    const row = (index: number) => ({ id: `file-${index}`, filename: 'a', bytes: 1, purpose: 'batch', created_at: 1 });
    const page = (from: number, count: number, has_more: boolean) =>
      plugin.emulator.answerNext('/v1/files', {
        body: { object: 'list', data: Array.from({ length: count }, (_, index) => row(from + index)), has_more },
      });
    page(0, 1000, true);
    plugin.emulator.answerNext('/v1/files', { status: 500, headers: { 'retry-after-ms': '1' } });
    page(1000, 1000, true);
    page(2000, 500, true);
    const { data, metadata } = await run<{ rows: Row[]; has_more: boolean }>('list', { limit: 2500 });
    expect(data.rows.map(({ id }) => id)).toEqual(Array.from({ length: 2500 }, (_, index) => `file-${index}`));
    expect(data).toMatchObject({ has_more: true });
    expect(metadata.attempts).toBe(4);
    expect(listed('/v1/files').map(({ path }) => path)).toEqual([
      '/v1/files?limit=1000',
      '/v1/files?limit=1000&after=file-999',
      '/v1/files?limit=1000&after=file-999',
      '/v1/files?limit=500&after=file-1999',
    ]);
  });

  it('ends where a server has one page only, and says so of a web page', async () => {
    plugin.emulator.answerNext('/v1/files', { body: { data: [{ id: 'file-1', filename: 'a', bytes: 1 }] } });
    expect((await run('list')).data).toEqual({
      rows: [expect.objectContaining({ id: 'file-1', status: null, created_at: null })],
      has_more: false,
    });
    plugin.emulator.answerNext('/v1/files', {
      headers: { 'content-type': 'text/html' },
      body: '<html>Please sign in</html>',
    });
    const { data } = await plugin.failure({ operation: 'file', file_action: 'list' });
    expect(data).toMatchObject({ code: 'not_json', category: 'server' });
  });

  it('shows its query in a dry run, but not that of the base URL [row 139]', async () => {
    const source = { ...plugin.source, baseUrl: `${plugin.emulator.baseUrl}?token=sk-hidden` };
    const { data } = await run('list', { purpose: 'batch', dry_run: true, extra_parameters: { order: 'asc' } }, source);
    expect(data).toEqual({
      method: 'GET',
      url: `${plugin.emulator.baseUrl}/files?purpose=batch&order=asc&limit=100`,
      headers: { authorization: '[hidden]' },
      body: null,
      requests: 1,
    });
  });
});

describe('get and delete', () => {
  it('look a file up and delete it [row 110]', async () => {
    const kept = await upload(toDataUrl(pdf));
    expect((await run('get', { file_id: ` ${kept.id} ` })).data).toEqual(kept);
    const { data, message } = await run('delete', { file_id: kept.id });
    expect({ data, message }).toEqual({ data: { id: kept.id, deleted: true }, message: 'File deleted' });
    expect(plugin.lastRequest()).toMatchObject({ method: 'DELETE', path: `/v1/files/${kept.id}` });
    const failure = await plugin.failure({ operation: 'file', file_action: 'get', file_id: kept.id });
    expect(failure).toMatchObject({
      message: 'Could not get the file',
      data: { status: 404, category: 'invalid_request', hint: expect.stringContaining('Check the id') },
    });
  });

  it('say so of an answer that is none of the API', async () => {
    plugin.emulator.answerNext('/v1/files', { body: { detail: 'OK' } });
    const { data } = await plugin.failure({ operation: 'file', file_action: 'get', file_id: 'file-1' });
    expect(data).toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('download', () => {
  const download = async (file: Buffer, name: string) => {
    const { id } = await upload({ name, base64: file.toString('base64') });
    return (await run('download', { file_id: id })).data;
  };

  it('gives a text file as text [row 111]', async () => {
    const text = `${chatLine('Größe')}\n`;
    const bytes = Buffer.byteLength(text);
    expect(await download(Buffer.from(text), 'results.jsonl')).toEqual({ text, mime_type: 'text/plain', bytes });
    expect(plugin.lastRequest().path).toMatch(/^\/v1\/files\/file-\w+\/content$/);
  });

  it('gives any other file as a data URL, of the type its bytes have [row 111]', async () => {
    const png = await paint('png');
    const bytes = png.length;
    expect(await download(png, 'picture.dat')).toEqual({ data_url: toDataUrl(png), mime_type: 'image/png', bytes });
    const unknown = Buffer.from([0, 255, 1]);
    const mime_type = 'application/octet-stream';
    expect(await download(unknown, 'a.bin')).toEqual({ data_url: toDataUrl(unknown, mime_type), mime_type, bytes: 3 });
  });

  it('takes an empty file for an empty text', async () => {
    plugin.emulator.answerNext('/v1/files', { body: Buffer.alloc(0) });
    const { data } = await run('download', { file_id: 'file-empty' });
    expect(data).toEqual({ text: '', mime_type: 'text/plain', bytes: 0 });
  });

  it('refuses more than 50 MB, announced or not, without reading it all', async () => {
    const tooLarge = { category: 'invalid_request', code: 'answer_too_large', retryable: false };
    plugin.emulator.answerNext('/v1/files', { body: Buffer.alloc(50_000_001) });
    const query = { operation: 'file', file_action: 'download', file_id: 'file-large' };
    const announced = await plugin.failure(query);
    expect(announced.data).toMatchObject(tooLarge);
    expect(announced.description).toContain('larger than 50 MB');
    plugin.emulator.answerNext('/v1/files', { chunks: Array(120).fill(Buffer.alloc(1_000_000)) });
    expect((await plugin.failure(query)).data).toMatchObject(tooLarge);
  });
});

it('a data URL of plain words keeps every character of theirs [row 110]', async () => {
  const { data } = await plugin.run<{ id: string }>({
    operation: 'file',
    file: 'data:text/plain,Zinc \u{1F600} \u00e9%C3%A9',
  });
  const kept = { operation: 'file', file_action: 'download', file_id: data.id };
  expect((await plugin.run<{ text: string }>(kept)).data.text).toBe('Zinc \u{1F600} \u00e9\u00e9');
});
