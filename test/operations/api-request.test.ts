import { startPlugin, type TestPlugin } from '../support/plugin';
import { contentOf, paint, readForm, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const ask = <Data>(options: Record<string, unknown>, source?: Record<string, unknown>) =>
  plugin.run<Data>({ operation: 'api_request', ...options }, source);
const answer = (planned: Parameters<TestPlugin['emulator']['answerNext']>[1]) =>
  plugin.emulator.answerNext('/v1/', planned);

describe('any other endpoint [row 138]', () => {
  it('is asked with a path and a query, and gives the body as it is', async () => {
    const { message, data, metadata } = await ask<{ data: object[] }>({ path: 'files', query: '{ "limit": 5 }' });
    expect(message).toBe('The server responded with HTTP 200');
    expect(data).toMatchObject({ object: 'list', data: expect.any(Array) });
    expect(plugin.lastRequest()).toMatchObject({ method: 'GET', path: '/v1/files?limit=5' });
    expect(metadata).toMatchObject({ operation: 'api_request', attempts: 1, request_id: expect.any(String) });
  });

  it('is sent JSON, and tells id, model and usage where the answer has them', async () => {
    const body = { model: 'gpt-5.4', input: 'Name three uses of zinc' };
    const { data, metadata } = await ask<{ id: string; object: string }>({
      method: 'POST',
      path: '/responses',
      body: JSON.stringify(body),
      extra_parameters: { store: false },
    });
    expect(data.object).toBe('response');
    expect(plugin.lastBody()).toEqual({ ...body, store: false });
    expect(metadata).toMatchObject({ id: data.id, model: 'gpt-5.4', usage: { total_tokens: expect.any(Number) } });
  });

  it('is sent nothing where there is nothing to send', async () => {
    const begun = await ask<{ id: string }>({
      method: 'POST',
      path: '/responses',
      body: { model: 'gpt-5.4', input: 'zinc', background: true },
    });
    await ask({ method: 'POST', path: `/responses/${begun.data.id}/cancel` });
    expect(plugin.lastRequest().rawBody.toString()).toBe('');
    const { data } = await ask({ method: 'DELETE', path: `/responses/${begun.data.id}` });
    expect(plugin.lastRequest()).toMatchObject({ method: 'DELETE', rawBody: Buffer.alloc(0) });
    expect(data).toMatchObject({ deleted: true });
  });

  it('is sent a form where there is a file, with the other fields as the API reads them', async () => {
    const png = await paint('png');
    const body = { purpose: 'vision', expires_after: { anchor: 'created_at', seconds: 3600 } };
    const { data } = await ask({
      method: 'POST',
      path: '/files',
      body,
      file: [{ name: 'a.png', dataURL: toDataUrl(png) }],
    });
    expect(data).toMatchObject({ object: 'file', purpose: 'vision', bytes: png.length, filename: 'a.png' });
    const { fields, files } = await readForm(plugin.lastRequest());
    expect(fields).toEqual({
      purpose: 'vision',
      'expires_after[anchor]': 'created_at',
      'expires_after[seconds]': '3600',
    });
    expect(files).toEqual([{ field: 'file', name: 'a.png', type: 'image/png', content: png }]);
  });

  it('is sent several files under the name it wants', async () => {
    const png = await paint('png');
    const { data } = await ask<{ data: object[] }>({
      method: 'POST',
      path: '/images/edits',
      body: { model: 'gpt-image-2', prompt: 'Put them side by side', n: 1 },
      file: [toDataUrl(png), toDataUrl(png)],
      file_field: 'image[]',
    });
    expect(data.data).toHaveLength(1);
    expect((await readForm(plugin.lastRequest())).files.map(({ field }) => field)).toEqual(['image[]', 'image[]']);
  });

  it('may answer with text, with a file, or with nothing', async () => {
    const kept = await plugin.run<{ id: string }>({ operation: 'file', file: { name: 'a.csv', text: 'a;b\n1;2' } });
    expect((await ask({ path: `/files/${kept.data.id}/content` })).data).toEqual({ text: 'a;b\n1;2' });
    const png = await paint('png');
    answer({ body: png });
    const { data, metadata } = await ask({ path: '/pictures/1', include_raw: true });
    expect(data).toEqual({ data_url: toDataUrl(png), mime_type: 'image/png', bytes: png.length });
    expect(metadata.raw).toEqual({ status: 200 });
    answer({ status: 204 });
    expect(await ask({ method: 'DELETE', path: '/pictures/1' })).toMatchObject({
      message: 'The server responded with HTTP 204',
      data: null,
    });
    plugin.leaveDocument('It does not know of pictures');
  });

  it('gives an error that is part of an answer as it is, and fails where the request was refused', async () => {
    const job = { id: 'job_1', status: 'failed', error: { code: 'bad_file', message: 'Line 3' } };
    answer({ body: job });
    expect((await ask({ path: '/fine_tuning/jobs/job_1' })).data).toEqual(job);
    const failure = await plugin.failure({ operation: 'api_request', path: '/files/file-none' });
    expect(failure).toMatchObject({
      message: 'Could not send the request',
      description: expect.stringContaining('No such File object'),
      data: { status: 404, hint: expect.stringContaining('Check the path') },
    });
  });

  it('fails on a web page and on broken JSON, since no API answers so', async () => {
    answer({ headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html>Sign in</html>' });
    const page = await plugin.failure({ operation: 'api_request', path: '/models' });
    expect(page.data).toMatchObject({ code: 'not_json', category: 'server' });
    answer({ body: '{ "data": [' });
    const broken = await plugin.failure({ operation: 'api_request', path: '/models' });
    expect(broken.data).toMatchObject({ code: 'invalid_json' });
  });

  it('is shown by a dry run, with its query but not that of the base URL [row 139]', async () => {
    const source = { ...plugin.source, baseUrl: `${plugin.emulator.baseUrl}?api-key=hidden` };
    const { data } = await ask({ path: '/files', query: { purpose: 'batch', limit: 2 }, dry_run: true }, source);
    expect(data).toMatchObject({
      method: 'GET',
      url: `${plugin.emulator.baseUrl}/files?purpose=batch&limit=2`,
      body: null,
    });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('has the key, headers and query of the connection, which no option replaces', async () => {
    const source = {
      ...plugin.source,
      organizationId: 'org-one',
      headers: { 'x-team': 'data' },
      baseUrl: `${plugin.emulator.baseUrl}?api-version=preview`,
    };
    const headers = { authorization: 'Bearer sk-other', 'openai-organization': 'org-other' };
    await ask({ path: '/models', headers, extra_parameters: { headers, path: '/files', method: 'POST' } }, source);
    const { method, path, headers: sent } = plugin.lastRequest();
    expect(method).toBe('GET');
    expect(new URL(path, plugin.emulator.baseUrl).pathname).toBe('/v1/models');
    expect(path).toContain('api-version=preview');
    expect(sent).toMatchObject({
      authorization: `Bearer ${plugin.source['apiKey']}`,
      'openai-organization': 'org-one',
      'x-team': 'data',
    });
  });
});

describe('trying again', () => {
  const cut = { truncateAt: 3, body: { object: 'list', data: [] } };

  it('is what GET does', async () => {
    answer(cut);
    answer({ status: 500, headers: { 'retry-after-ms': '1' } });
    const { metadata } = await ask({ path: '/models' });
    expect(metadata.attempts).toBe(3);
  });

  it.each(['POST', 'PUT', 'PATCH'])('is not what %s does once it has reached the server', async method => {
    answer(cut);
    const failure = await plugin.failure({ operation: 'api_request', method, path: '/models' });
    expect(failure.data.category).toBe('network');
    expect(plugin.emulator.requests).toHaveLength(1);
    plugin.leaveDocument('Models are only listed');
  });

  it('is what POST does where it was refused', async () => {
    answer({ status: 429, headers: { 'retry-after-ms': '1' } });
    const { metadata } = await ask({ method: 'POST', path: '/responses', body: { model: 'gpt-5.4', input: 'zinc' } });
    expect(metadata.attempts).toBe(2);
  });
});

describe('video, on servers that have it, [row 107]', () => {
  const video = { id: 'video_1', object: 'video', model: 'sora-2', status: 'queued', progress: 0, seconds: '4' };

  it('is begun, waited for and fetched', async () => {
    answer({ body: video });
    const body = { model: 'sora-2', prompt: 'A heron takes off from a lake at dawn', seconds: '4', size: '1280x720' };
    const begun = await ask<{ id: string; status: string }>({ method: 'POST', path: '/videos', body });
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path: '/v1/videos', body });
    expect(begun).toMatchObject({ data: { id: 'video_1', status: 'queued' }, metadata: { model: 'sora-2' } });

    answer({ body: { ...video, status: 'completed', progress: 100 } });
    const path = `/videos/${begun.data.id}`;
    expect((await ask({ path })).data).toMatchObject({ status: 'completed', progress: 100 });

    const mp4 = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.alloc(2000, 7)]);
    answer({ headers: { 'content-type': 'video/mp4' }, body: mp4 });
    const { data } = await ask<{ data_url: string }>({ path: `${path}/content`, query: { variant: 'video' } });
    expect(plugin.lastRequest().path).toBe('/v1/videos/video_1/content?variant=video');
    expect(data).toEqual({
      data_url: expect.stringMatching(/^data:video\/mp4;base64,/),
      mime_type: 'video/mp4',
      bytes: 2024,
    });
    expect(contentOf(data.data_url)).toEqual(mp4);
  });

  it('begins with a picture where there is one', async () => {
    answer({ body: video });
    const png = await paint('png', { width: 128 });
    const body = { model: 'sora-2', prompt: 'It begins to move' };
    await ask({ method: 'POST', path: '/videos', body, file: toDataUrl(png), file_field: 'input_reference' });
    const { fields, files } = await readForm(plugin.lastRequest());
    expect(fields).toEqual(body);
    expect(files).toEqual([{ field: 'input_reference', name: 'file.png', type: 'image/png', content: png }]);
  });
});
