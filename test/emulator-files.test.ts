import OpenAI, { toFile } from 'openai';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { checkAnswers } from './support/checked-fetch';

let emulator: Emulator;
let client: OpenAI;

beforeEach(async () => {
  emulator = await startEmulator();
  const fetch = checkAnswers('/v1/files');
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0, fetch });
});
afterEach(() => emulator.stop());

async function upload(content: string | Buffer, settings: Partial<OpenAI.FileCreateParams> = {}) {
  const file = await toFile(Buffer.from(content), 'in.jsonl');
  return client.files.create({ file, purpose: 'batch', ...settings });
}

function send(body: string, type = 'multipart/form-data; boundary=edge'): Promise<Response> {
  const headers = { authorization: 'Bearer sk-test', 'content-type': type };
  return fetch(`${emulator.baseUrl}/files`, { method: 'POST', headers, body });
}

describe('an upload', () => {
  it('keeps bytes and name as they are', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10, 13, 10, 45, 45, 13, 10]);
    const file = await toFile(bytes, 'größe "neu".bin', { type: 'application/x-own' });
    const { id, filename } = await client.files.create({ file, purpose: 'user_data' });
    expect(filename).toBe('größe "neu".bin');
    const content = await client.files.content(id);
    expect(content.headers.get('content-type')).toBe('application/x-own');
    expect(Buffer.from(await content.arrayBuffer())).toEqual(bytes);
  });

  it('tells when it will be forgotten', async () => {
    const batch = await upload('{}');
    expect(batch.expires_at).toBe(batch.created_at + 30 * 24 * 3600);
    const brief = await upload('{}', { expires_after: { anchor: 'created_at', seconds: 3600 } });
    expect(brief.expires_at).toBe(brief.created_at + 3600);
    expect(await upload('{}', { purpose: 'user_data' })).not.toHaveProperty('expires_at');
    await expect(upload('{}', { expires_after: { anchor: 'created_at', seconds: 60 } })).rejects.toMatchObject({
      status: 400,
      param: 'expires_after.seconds',
    });
  });

  it('is not read before it is used', async () => {
    expect(await upload('no JSON at all')).toMatchObject({ purpose: 'batch', status: 'processed', bytes: 14 });
  });

  it.each([
    ['no form', 'application/json', '{}', 415],
    ['a form without an edge', 'multipart/form-data', '--edge--', 400],
    ['a form that breaks off', undefined, '--edge\r\ncontent-disposition: form-data; name="file"\r\n\r\nabc', 400],
    ['a part without a name', undefined, '--edge\r\ncontent-disposition: form-data\r\n\r\nabc\r\n--edge--', 400],
    ['a form without fields', undefined, '--edge--', 400],
  ])('is refused with %s', async (_name, type, body, status) => {
    const answer = await send(body, type);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });
});

describe('the list of files', () => {
  it('is cut into pages, in either order, by purpose', async () => {
    const ids = [await upload('1'), await upload('2'), await upload('3')].map(({ id }) => id);
    const page = await client.files.list({ limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(page.has_more).toBe(true);
    expect((await page.getNextPage()).data.map(({ id }) => id)).toEqual([ids[0]]);
    const oldest = await client.files.list({ order: 'asc', purpose: 'batch', after: ids[0] ?? '' });
    expect(oldest.data.map(({ id }) => id)).toEqual(ids.slice(1));
    const { id } = await upload('4', { purpose: 'user_data' });
    expect((await client.files.list({ purpose: 'user_data' })).data.map(file => file.id)).toEqual([id]);
  });

  it.each([
    ['limit', { limit: 0 }],
    ['limit', { limit: 10_001 }],
    ['order', { order: JSON.parse('"up"') }],
  ])('is refused with a wrong %s', async (param, query) => {
    await expect(client.files.list(query)).rejects.toMatchObject({ status: 400, param });
  });
});
