import { useRealServer } from '../support/real-server';
import { asJson, chat, completion, respond, response, tools } from './shapes';

const server = useRealServer();

interface ChatData {
  text: string;
  parsed?: unknown;
  reasoning?: string;
  refusal?: string;
  tool_calls: { id: string; name: string; arguments: unknown }[];
  choices?: { text: string }[];
  message_history: Record<string, unknown>[];
}

const called = (call: object) => completion({ content: null, tool_calls: [call] }, { finish_reason: 'tool_calls' });

describe('a chat answer with odd or missing fields', () => {
  it('[A1] leaves an empty list of tool calls out of the history', async () => {
    const { data } = await server.ask<ChatData>(chat, completion({ content: 'Hi', tool_calls: [] }));
    expect(data.message_history.at(-1)).toEqual({ role: 'assistant', content: 'Hi' });
  });

  it('[A2] reads a tool call without type', async () => {
    const { data } = await server.ask<ChatData>(
      { ...chat, ...tools },
      called({ id: 'call_1', function: { name: 'get_stock', arguments: '{"sku":1}' } })
    );
    expect(data.tool_calls).toEqual([{ id: 'call_1', name: 'get_stock', arguments: { sku: 1 } }]);
    expect(data.message_history.at(-1)).toMatchObject({
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '{"sku":1}' } }],
    });
  });

  it('[A5] keeps the reasoning that goes with tool calls for the next turn', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '{}' } };
    const { data } = await server.ask<ChatData>(
      { ...chat, ...tools },
      completion({ content: '', reasoning_content: 'Look it up', tool_calls: [call] }, { finish_reason: 'tool_calls' })
    );
    expect(data.reasoning).toBe('Look it up');
    expect(data.message_history.at(-1)).toEqual({
      role: 'assistant',
      content: null,
      tool_calls: [call],
      reasoning_content: 'Look it up',
    });
  });

  it.each(['text/plain; charset=utf-8', 'text/html', 'application/octet-stream', null])(
    '[A11] reads JSON under the content type %s',
    async type => {
      const { data } = await server.ask<ChatData>(chat, { ...completion({ content: 'Hi' }), type });
      expect(data.text).toBe('Hi');
    }
  );

  it('reads JSON behind a byte order mark', async () => {
    const { body } = completion({ content: 'Hi' });
    for (const type of ['application/json', 'text/plain']) {
      const { data } = await server.ask<ChatData>(chat, { type, text: `\uFEFF${JSON.stringify(body)}` });
      expect(data.text).toBe('Hi');
    }
  });

  it.each([
    ['without usage, id, model and finish_reason', { choices: [{ message: { content: 'Hi' } }] }],
    [
      'with nulls everywhere',
      {
        id: null,
        model: null,
        usage: null,
        choices: [
          {
            index: null,
            finish_reason: null,
            message: {
              role: null,
              content: 'Hi',
              refusal: null,
              tool_calls: null,
              function_call: null,
              annotations: null,
            },
          },
        ],
      },
    ],
    ['with numbers for texts', { id: 7, model: 3, created: '1', choices: [{ message: { content: 'Hi' } }] }],
    ['with a text in place of the message', { choices: [{ text: 'Hi' }] }],
    ['with delta in place of message', { choices: [{ delta: { content: 'Hi' } }] }],
    ['with one choice in place of the list', { choices: { message: { content: 'Hi' } } }],
    ["in Ollama's own form", { model: 'llama', message: { role: 'assistant', content: 'Hi' }, done: true }],
    ['in an envelope', { success: true, errors: [], result: { choices: [{ message: { content: 'Hi' } }] } }],
  ])('reads an answer %s', async (_, body) => {
    const { data, metadata } = await server.ask<ChatData>(chat, { body });
    expect(data.text).toBe('Hi');
    expect(metadata.warnings).toEqual([]);
  });

  it('tells of a field of another type, which costs nothing but itself', async () => {
    const { data, metadata } = await server.ask<ChatData>(chat, completion({ content: 'Hi', tool_calls: 'none' }));
    expect(data).toMatchObject({ text: 'Hi', tool_calls: [] });
    expect(metadata.warnings).toEqual([
      { parameter: 'include_raw', reason: expect.stringContaining('choices[0].message.tool_calls') },
    ]);
  });

  it('gives a call without an id one that its result can name', async () => {
    const { data } = await server.ask<ChatData>(
      { ...chat, ...tools },
      called({ id: '', function: { name: 'get_stock', arguments: { sku: 1 } } })
    );
    const [call] = data.tool_calls;
    expect(call).toMatchObject({ id: expect.stringMatching(/^call_/), name: 'get_stock', arguments: { sku: 1 } });
    expect(data.message_history.at(-1)).toMatchObject({
      tool_calls: [{ id: call?.id, type: 'function', function: { arguments: '{"sku":1}' } }],
    });
  });

  it('reads the older function_call', async () => {
    const { data } = await server.ask<ChatData>(
      { ...chat, ...tools },
      completion({ content: null, function_call: { name: 'get_price', arguments: '{}' } })
    );
    expect(data.tool_calls).toMatchObject([{ name: 'get_price', arguments: {} }]);
  });

  it("keeps Gemini's signature of a call", async () => {
    const extra_content = { google: { thought_signature: 'abc' } };
    const { data } = await server.ask<ChatData>(
      { ...chat, ...tools },
      called({ id: 'call_1', type: 'function', function: { name: 'get_stock', arguments: '{}' }, extra_content })
    );
    expect(data.message_history.at(-1)).toMatchObject({ tool_calls: [{ id: 'call_1', extra_content }] });
  });

  it('fails where nothing usable came, and says what is missing', async () => {
    const { description, data } = await server.fail(chat, completion({}));
    expect(data).toMatchObject({ code: 'empty_answer', category: 'server' });
    expect(description).toContain('The answer has no text');
    const missing = await server.fail(chat, { body: { id: 'x', choices: [] } });
    expect(missing.description).toContain('no choices');
  });
});

describe('content in parts', () => {
  const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'A capital' }] };
  const parts = [thinking, { type: 'text', text: 'Par' }, { type: 'text', text: 'is' }];

  it('[A4] is joined, thoughts apart', async () => {
    const { data } = await server.ask<ChatData>(chat, completion({ content: parts }));
    expect(data).toMatchObject({ text: 'Paris', reasoning: 'A capital' });
    expect(data.message_history.at(-1)).toEqual({ role: 'assistant', content: 'Paris' });
    const classic = await server.ask<string>({ ...chat, output: 'classic' }, completion({ content: parts }));
    expect(classic.data).toBe('Paris');
  });

  it('is joined in every operation that reads chat answers', async () => {
    const image = {
      dataURL:
        'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC',
    };
    const seen = await server.ask(
      { operation: 'image_analysis', model_id: 'm', prompt: 'What?', image },
      completion({ content: parts })
    );
    expect(seen.data).toMatchObject({ text: 'Paris' });
    const bulk = { operation: 'bulk_chat', model_id: 'm', prompt: '[[a]]', rows: [{ a: 1 }] };
    const { data } = await server.ask(bulk, completion({ content: parts }));
    expect(data).toMatchObject({ rows: [{ status: 'ok', text: 'Paris' }] });
    const continued = await server.ask(
      { operation: 'completion', model_id: 'm', prompt: 'x', output: 'full' },
      completion({ content: parts })
    );
    expect(continued.data).toMatchObject({ text: 'Paris' });
  });

  it.each([
    ['texts in place of parts', ['Par', 'is']],
    ['output_text parts', [{ type: 'output_text', text: 'Paris' }]],
    ['parts without type', [{ text: 'Paris' }]],
    ['one part in place of the list', { type: 'text', text: 'Paris' }],
    [
      'references between',
      [
        { type: 'text', text: 'Par' },
        { type: 'reference', reference_ids: [1] },
        { type: 'text', text: 'is' },
      ],
    ],
  ])('is joined: %s', async (_, content) => {
    const { data } = await server.ask<ChatData>(chat, completion({ content }));
    expect(data.text).toBe('Paris');
  });

  it('reads a refusal among them', async () => {
    const { data } = await server.ask<ChatData>(chat, completion({ content: [{ type: 'refusal', refusal: 'No.' }] }));
    expect(data).toMatchObject({ text: '', refusal: 'No.' });
  });
});

describe('an answer asked for as JSON', () => {
  it.each([
    ['[A6] behind <think>', '<think>\nhm {"b":2}\n</think>\n{"a":1}'],
    ['[A7] in a fence', '```json\n{"a":1}\n```'],
    ['behind thoughts whose opening tag is in the template', 'hm\n</think>\n\n{"a":1}'],
    ['in a fence behind thoughts, with words around', '<think>x</think>Here it is:\n```\n{"a":1}\n```\nDone.'],
    ['between words', 'Here it is:\n{"a":1}\nAnything else?'],
    ['as data instead of text', { a: 1 }],
  ])('is read %s', async (_, content) => {
    const { data } = await server.ask<ChatData>(asJson, completion({ content }));
    expect(data.parsed).toEqual({ a: 1 });
  });

  it('[A13] cut by the content filter is a matter of content policy, with the text', async () => {
    const { data } = await server.fail(asJson, completion({ content: '{"a":' }, { finish_reason: 'content_filter' }));
    expect(data).toMatchObject({ category: 'content_policy', text: '{"a":' });
  });

  it('[A14] cut by the content filter is no broken JSON in a response either', async () => {
    const cut = response(
      [{ id: 'msg_1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: '{"a":' }] }],
      { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
    );
    const { data } = await server.fail({ ...respond, response_format: 'json_object' }, cut);
    expect(data).toMatchObject({ category: 'content_policy', text: '{"a":' });
  });

  it.each(['length', 'max_tokens', 'MAX_TOKENS', 'model_length'])(
    'cut at the token limit (%s) keeps its text',
    async reason => {
      const { data } = await server.fail(asJson, completion({ content: '{"a":' }, { finish_reason: reason }));
      expect(data).toMatchObject({ code: 'output_truncated', text: '{"a":' });
    }
  );

  it('that is none keeps its text', async () => {
    const { data } = await server.fail(asJson, completion({ content: 'I would rather not' }));
    expect(data).toMatchObject({ code: 'invalid_json', text: 'I would rather not' });
  });
});

describe('several choices', () => {
  it('gives those that can be used', async () => {
    const good = { index: 0, finish_reason: 'stop', message: { content: 'Hi' } };
    const bad = { index: 1, finish_reason: 'error', error: { message: 'Upstream error', code: 502 }, message: {} };
    const { data, metadata } = await server.ask<ChatData>({ ...chat, n: 2 }, { body: { choices: [bad, good] } });
    expect(data.text).toBe('Hi');
    expect(metadata.warnings).toMatchObject([{ parameter: 'n', reason: expect.stringContaining('Upstream error') }]);
  });
});
