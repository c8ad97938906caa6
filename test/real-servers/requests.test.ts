import { useRealServer } from '../support/real-server';
import { asJson, chat, completion, respond, response, said } from './shapes';

const server = useRealServer();

const schema = {
  type: 'object',
  properties: { a: { type: 'string' } },
  required: ['a'],
  additionalProperties: false,
};
const answer = completion({ content: '{"a":"b"}' });

describe('a base URL that was copied whole', () => {
  const onlyAt = (path: string) => (request: { path: string }) =>
    request.path === path ? completion({ content: 'Hi' }) : { status: 404, body: { error: { message: 'Not here' } } };

  it.each([
    ['[E3] chat completions', '/v1/chat/completions', '/v1/chat/completions'],
    ['with a slash behind it', '/v1/chat/completions/', '/v1/chat/completions'],
    ['responses', '/v1/responses', '/v1/chat/completions'],
    ['models', '/api/v1/models', '/api/v1/chat/completions'],
    ['images', '/openai/v1/images/generations', '/openai/v1/chat/completions'],
    [
      'a deployment at Azure',
      '/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
      '/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
    ],
  ])('is used without its endpoint: %s', async (_, path, reached) => {
    const source = { ...server.source, baseUrl: `${server.origin}${path}` };
    server.answer(onlyAt(reached));
    const { data } = await server.askFrom<{ text: string }>(source, chat);
    expect(data.text).toBe('Hi');
  });
});

describe('a response format copied from the Playground', () => {
  const named = { name: 'x', strict: true, schema };

  it.each([
    ['[E5] the whole of it', { type: 'json_schema', json_schema: named }],
    ['with its name before it', { response_format: { type: 'json_schema', json_schema: named } }],
    ['as the Responses API has it', { type: 'json_schema', ...named }],
    ['as text of the Responses API', { format: { type: 'json_schema', ...named } }],
    ['as text', JSON.stringify({ type: 'json_schema', json_schema: named })],
  ])('is taken as the schema: %s', async (_, json_schema) => {
    const { data } = await server.ask<{ parsed: unknown }>({ ...chat, json_schema }, answer);
    expect(data.parsed).toEqual({ a: 'b' });
    expect(server.last().body['response_format']).toEqual({ type: 'json_schema', json_schema: named });
  });

  it('is taken by respond, too', async () => {
    const json_schema = { type: 'json_schema', json_schema: named };
    await server.ask({ ...respond, json_schema }, response([said('{"a":"b"}')]));
    expect(server.last().body['text']).toEqual({ format: { type: 'json_schema', ...named } });
  });

  it('is checked as any schema', async () => {
    const json_schema = {
      type: 'json_schema',
      json_schema: { name: 'x', strict: true, schema: { type: 'object', properties: { a: {} } } },
    };
    expect((await server.fail({ ...asJson, response_format: 'json_schema', json_schema })).data.category).toBe(
      'invalid_options'
    );
    expect(server.requests).toEqual([]);
  });
});

describe('half of a character', () => {
  it.each([
    ['at the end of a prompt', { prompt: `Hi ${'🦊'.slice(0, 1)}` }, 'prompt'],
    ['at the beginning', { prompt: `${'🦊'.slice(1)} Hi` }, 'prompt'],
    ['in a history', { message_history: [{ role: 'user', content: `a${'🦊'.slice(0, 1)}b` }] }, 'message_history'],
    ['in a system prompt', { system_prompt: `${'🦊'.slice(0, 1)}` }, 'system_prompt'],
  ])('is replaced, which is told: %s', async (_, more, parameter) => {
    const { metadata } = await server.ask({ ...chat, ...more }, completion({ content: 'Hi' }));
    expect(server.last().text).toContain('\uFFFD');
    expect(server.last().text).not.toMatch(/\\u[dD][89a-fA-F]/);
    expect(metadata.warnings).toMatchObject([{ parameter }]);
  });

  it('is replaced in the rows of a bulk', async () => {
    const bulk = { operation: 'bulk_chat', model_id: 'm', prompt: '[[a]]', rows: [{ a: `x${'🦊'.slice(0, 1)}` }] };
    const { metadata } = await server.ask(bulk, completion({ content: 'Hi' }));
    expect(server.last().text).toContain('x\uFFFD');
    expect(metadata.warnings).toMatchObject([{ parameter: 'rows' }]);
  });

  it('is none in what is whole', async () => {
    const { metadata } = await server.ask({ ...chat, prompt: '🦊 🇵🇹 👩‍🚀' }, completion({ content: 'Hi' }));
    expect(server.last().text).toContain('🦊 🇵🇹 👩‍🚀');
    expect(metadata.warnings).toEqual([]);
  });
});

describe('rate limits', () => {
  const rows = Array.from({ length: 40 }, (_, a) => ({ a }));
  const bulk = { operation: 'bulk_chat', model_id: 'm', prompt: '[[a]]', rows, query_timeout: 8000, concurrency: 20 };
  const resets: [string, () => string][] = [
    ['[E6] seconds since 1970', () => String(Math.floor(Date.now() / 1000) + 1)],
    ['milliseconds since 1970', () => String(Date.now() + 500)],
    ['a date', () => new Date(Date.now() + 500).toISOString()],
    ['a list', () => '1s, 6m0s'],
    ['nonsense', () => 'soon'],
    ['a year', () => '31536000'],
  ];

  it.each(resets)('that reset at %s keep no row waiting', async (_, reset) => {
    let left = 40;
    const { data } = await server.ask<{ succeeded: number }>(bulk, () => {
      left -= 1;
      const headers = {
        'x-ratelimit-limit-requests': '40',
        'x-ratelimit-remaining-requests': String(left),
        'x-ratelimit-reset-requests': reset(),
      };
      return { ...completion({ content: 'Hi' }), headers };
    });
    expect(data.succeeded).toBe(40);
  });

  it('are shown as they can be read, and never as NaN', async () => {
    const headers = {
      'x-ratelimit-limit-requests': '100, 100;w=60',
      'x-ratelimit-remaining-requests': 'many',
      'x-ratelimit-reset-requests': '1764331200',
      'x-ratelimit-limit-tokens': '',
    };
    const { metadata } = await server.ask(chat, { ...completion({ content: 'Hi' }), headers });
    expect(metadata.rate_limit).toEqual({ limit_requests: 100, reset_requests: '1764331200' });
  });
});

describe('a list of models', () => {
  it.each<[string, unknown]>([
    ['[A18] bare', [{ id: 'a', object: 'model' }]],
    ["as Ollama's own", { models: [{ name: 'a' }] }],
    ['with nulls', { data: [{ id: 'a', created: null, owned_by: null }, null, 'b'] }],
    ['with times that are none', { data: [{ id: 'a', created: 1e30, owned_by: 7 }] }],
  ])('is read: %s', async (_, body) => {
    const { data } = await server.ask<{ rows: { id: string }[] }>({ operation: 'list_models' }, { body });
    expect(data.rows.map(({ id }) => id)).toEqual(['a']);
    server.answer({ body });
    expect((await server.testConnection()).status).toBe('ok');
  });
});

describe('many rows', () => {
  const rows = Array.from({ length: 40 }, (_, a) => ({ a }));
  const bulk = { operation: 'bulk_chat', model_id: 'm', prompt: '[[a]]', rows, concurrency: 1 };
  const good = completion({ content: 'Hi' });

  it.each([
    ['[C2] an empty account', { status: 402, body: { error: { message: 'Insufficient Balance' } } }, 'quota'],
    ['an empty account, with status 200', { body: { error: { message: 'Insufficient credits', code: 402 } } }, 'quota'],
    ['a wrong key', { status: 401, body: { detail: 'Invalid token' } }, 'authentication'],
  ])('stop at %s', async (_, failure, category) => {
    const { data } = await server.ask(bulk, good, good, failure);
    expect(data).toMatchObject({ succeeded: 2, failed: 1, not_run: 37, stopped_because: { category } });
    expect(server.requests).toHaveLength(3);
  });

  it('keep the text of a row that failed', async () => {
    const { data } = await server.ask<{ rows: object[] }>(
      { ...bulk, rows: rows.slice(0, 2), response_format: 'json_object', prompt: 'json [[a]]' },
      completion({ content: '{"a":1}' }),
      completion({ content: 'No JSON' })
    );
    expect(data.rows).toMatchObject([
      { status: 'ok', parsed: { a: 1 } },
      { status: 'error', text: 'No JSON', error: { code: 'invalid_json' } },
    ]);
  });
});
