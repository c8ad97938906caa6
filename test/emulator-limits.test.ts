import OpenAI from 'openai';
import { type Emulator, type EmulatorOptions, start as startEmulator } from 'openai-emulator';

let emulator: Emulator | undefined;
afterEach(() => emulator?.stop());

async function start(options: EmulatorOptions): Promise<OpenAI> {
  emulator = await startEmulator(options);
  return new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
}

function limitsIn({ headers }: { headers: Headers }): Record<string, string> {
  const limits = [...headers].filter(([name]) => name.startsWith('x-ratelimit-'));
  return Object.fromEntries(limits.map(([name, value]) => [name.replace('x-ratelimit-', ''), value]));
}

const remaining = (response: { headers: Headers }) => Number(limitsIn(response)['remaining-requests']);
/** So slow that nothing comes back during a test. */
const slow = { requestsPerSecond: 0.01, burst: 3 };

describe('rate limits', () => {
  it('are stated on every answer, refusals and scripted answers too', async () => {
    const client = await start({});
    const { response } = await client.models.list().withResponse();
    const limits = limitsIn(response);
    expect(limits).toMatchObject({ 'limit-requests': '10000', 'limit-tokens': '2000000' });
    expect(Number(limits['remaining-requests'])).toBeGreaterThan(9990);
    expect(limits['reset-requests']).toMatch(/^(\d+ms|0s)$/);
    expect(limits['reset-tokens']).toMatch(/^(\d+ms|0s)$/);
    const refused = await client.embeddings.create({ model: 'no-such-model', input: 'tea' }).catch(error => error);
    expect(limitsIn(refused)).toHaveProperty('remaining-tokens');
    emulator?.answerNext('/v1/models', { body: {} });
    expect(limitsIn((await client.models.list().withResponse()).response)).toHaveProperty('reset-tokens');
  });

  it('refuse nothing unless they are switched on', async () => {
    const client = await start({});
    await expect(Promise.all(Array.from({ length: 200 }, () => client.models.list()))).resolves.toHaveLength(200);
  });

  it('count every request once, and say how long to wait when there is nothing left', async () => {
    const client = await start({ rateLimit: slow });
    const create = () =>
      client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] });
    expect(remaining((await client.models.list().withResponse()).response)).toBe(2);
    expect(remaining((await create().withResponse()).response)).toBe(1);
    const wrong = await client.embeddings.create({ model: 'no-such-model', input: 'tea' }).catch(error => error);
    expect([wrong.status, remaining(wrong)]).toEqual([404, 0]);

    const refused = await create().catch(error => error);
    expect(refused).toMatchObject({ status: 429, type: 'requests', code: 'rate_limit_exceeded', param: null });
    expect(refused.message).toMatch(/^429 Rate limit reached for requests: .* Please try again in 1m\d+s\.$/);
    const wait = Number(refused.headers.get('retry-after-ms'));
    expect(wait).toBeGreaterThan(95_000);
    expect(wait).toBeLessThanOrEqual(100_000);
    expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(wait / 1000));
    expect(limitsIn(refused)).toMatchObject({ 'limit-requests': '3', 'remaining-requests': '0' });
    expect(limitsIn(refused)['reset-requests']).toMatch(/^(4m5\ds|5m0s)$/);
    expect(emulator?.requests).toHaveLength(4);
  });

  it('do not count who is not let in, nor what is scripted', async () => {
    const client = await start({ rateLimit: slow });
    const stranger = client.withOptions({ apiKey: 'sk-invalid' });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 });
    emulator?.answerNext('/v1/models', { body: {} });
    await client.models.list();
    expect(remaining((await client.models.list().withResponse()).response)).toBe(2);
  });

  it('let one request in again after the time they state', async () => {
    const client = await start({ rateLimit: { requestsPerSecond: 2, burst: 1 } });
    await client.models.list();
    const refused = await client.models.list().catch(error => error);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    const wait = Number(refused.headers.get('retry-after-ms'));
    await new Promise(resolve => setTimeout(resolve, wait + 5));
    await expect(client.models.list()).resolves.toHaveProperty('data');
    await expect(client.models.list()).rejects.toMatchObject({ status: 429 });
  });

  it('let so many in at once as the burst has', async () => {
    const client = await start({ rateLimit: { ...slow, burst: 20 } });
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => client.models.list()));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  });

  it('are refused where they make no sense', async () => {
    emulator = undefined;
    await expect(startEmulator({ rateLimit: { requestsPerSecond: 0, burst: 5 } })).rejects.toThrow('requestsPerSecond');
  });
});

describe('latency', () => {
  it('stands before every answer', async () => {
    const client = await start({ latencyMs: 40 });
    const timeOf = async (send: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await send();
      return performance.now() - startedAt;
    };
    expect(await timeOf(() => client.models.list())).toBeGreaterThanOrEqual(39);
    expect(await timeOf(() => client.models.retrieve('no-such-model').catch(() => {}))).toBeGreaterThanOrEqual(39);
  });
});
