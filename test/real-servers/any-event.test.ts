import { readFailure } from '../support/plugin';
import { useRealServer } from '../support/real-server';
import { chat, chunk, done, event, png, respond, responseBody, said, tools } from './shapes';

/**
 * Any one event of a stream may be missing, come twice, come in two pieces, change places with the next one, or be
 * broken: the outcome is the answer, the answer with a warning, or an error with the text that came; never an internal error.
 */

const server = useRealServer();

const piece = (function_: object, id?: string) =>
  chunk({ tool_calls: [{ index: 0, ...(id && { id }), type: 'function', function: function_ }] });
const image = {
  operation: 'image_generation',
  model: 'gpt-image-2',
  prompt: 'A heron',
  output: 'full',
  partial_images: 1,
};
const numbered = (events: object[]) => events.map((data, sequence_number) => event({ ...data, sequence_number }));

const streams: [string, object, string[], string][] = [
  [
    'a chat',
    { ...chat },
    [
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Zinc ' }),
      chunk({ content: 'melts' }),
      chunk({}, 'stop'),
      event({ id: 'c', choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }),
      done,
    ],
    'text',
  ],
  [
    'a chat with tool calls',
    { ...chat, ...tools },
    [
      piece({ name: 'get_stock', arguments: '' }, 'call_1'),
      piece({ arguments: '{"sku"' }),
      piece({ arguments: ':1}' }),
      chunk({}, 'tool_calls'),
      done,
    ],
    'tool_calls',
  ],
  [
    'a chat as JSON',
    { ...chat, response_format: 'json_object' },
    [chunk({ content: '{"a"' }), chunk({ content: ':1}' }), chunk({}, 'stop'), done],
    'parsed',
  ],
  [
    'a response',
    { ...respond },
    numbered([
      { type: 'response.created', response: responseBody([], { status: 'in_progress' }) },
      { type: 'response.output_item.added', output_index: 0, item: { ...said(''), content: [] } },
      { type: 'response.output_text.delta', output_index: 0, delta: 'Zinc ' },
      { type: 'response.output_text.delta', output_index: 0, delta: 'melts' },
      { type: 'response.output_item.done', output_index: 0, item: said('Zinc melts') },
      { type: 'response.completed', response: responseBody([said('Zinc melts')]) },
    ]),
    'text',
  ],
  [
    'images',
    image,
    [
      event({ type: 'image_generation.partial_image', b64_json: png, partial_image_index: 0 }),
      event({
        type: 'image_generation.completed',
        b64_json: png,
        created_at: 1,
        usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
      }),
    ],
    'images',
  ],
];

/** Every stream with one event changed, and how. */
function* vary(events: string[]): Generator<[string, string[]]> {
  for (const [at, one] of events.entries()) {
    const with_ = (...instead: string[]) => [...events.slice(0, at), ...instead, ...events.slice(at + 1)];
    const half = Math.floor(one.length / 2);
    yield [`event ${at} missing`, with_()];
    yield [`event ${at} twice`, with_(one, one)];
    yield [`event ${at} in two pieces`, with_(one.slice(0, half), one.slice(half))];
    yield [`event ${at} cut off`, with_(`${one.slice(0, half)}\n\n`)];
    yield [`event ${at} cut off at the end of the stream`, [...events.slice(0, at), one.slice(0, half)]];
    yield [`event ${at} as text`, with_(event('oops'))];
    yield [`event ${at} as null`, with_(event('null'))];
    yield [`event ${at} as a list`, with_(event('[]'))];
    yield [`event ${at} as an empty object`, with_(event('{}'))];
    yield [`event ${at} without its blank line`, with_(one.trimEnd())];
    if (at + 1 < events.length)
      yield [
        `event ${at} behind the next`,
        [...events.slice(0, at), events[at + 1] ?? '', one, ...events.slice(at + 2)],
      ];
    for (const [name, value] of Object.entries(parse(one))) {
      for (const other of [undefined, null, 7, 'text', [], {}]) {
        if (typeof other === typeof value && Array.isArray(other) === Array.isArray(value)) continue;
        yield [`event ${at} with ${name} ${JSON.stringify(other)}`, with_(event({ ...parse(one), [name]: other }))];
      }
    }
  }
}

function parse(text: string): Record<string, unknown> {
  const json = text.replace(/^data: /, '').trim();
  return json.startsWith('{') ? JSON.parse(json) : {};
}

let changes = 0;

it.each(streams)('the stream of %s may have any one event changed', async (_, query, events, field) => {
  const odd: string[] = [];
  for (const [how, varied] of vary(events)) {
    changes += 1;
    const outcome = await server.stream({ ...query }, { events: varied }).then(
      result => ({ result }),
      (error: unknown) => ({ error })
    );
    if ('result' in outcome) {
      const { data, metadata } = outcome.result;
      const asked = data[field];
      const isThere = Array.isArray(asked) ? asked.length > 0 : Boolean(asked);
      if (!isThere && metadata.warnings.length === 0) odd.push(`${how}: a success without it`);
    } else {
      const { description, data } = readFailure(outcome.error);
      const isNamed = !/not in the format of OpenAI's API/.test(description);
      if (data.category === 'internal' || !isNamed) odd.push(`${how}: ${description}`);
    }
  }
  expect(odd).toEqual([]);
});

afterAll(() => {
  expect(changes).toBeGreaterThan(400);
  process.stdout.write(`Streams with one event changed: ${changes}\n`);
});
