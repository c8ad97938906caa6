import { makePng } from '../png';

/** A body, and its type. */
export interface Answer {
  type: string;
  body: Buffer;
}

const json = (value: unknown): Answer => ({ type: 'application/json', body: Buffer.from(JSON.stringify(value)) });
const events = (values: object[]): Answer => ({
  type: 'text/event-stream',
  body: Buffer.from(
    [...values.map(value => JSON.stringify(value)), '[DONE]'].map(data => `data: ${data}\n\n`).join('')
  ),
});

const created = 1_790_000_000;
const model = 'gpt-5.4';

function chat(): Answer {
  const message = { role: 'assistant', content: 'Galvanising, batteries, brass.', refusal: null };
  const usage = { prompt_tokens: 12, completion_tokens: 9, total_tokens: 21 };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
  return json({ id: 'chatcmpl-1', object: 'chat.completion', created, model, choices, usage });
}

/** Base64 of about that many characters. */
const imageOf = (megabytes: number) => makePng(megabytes * 750_000).toString('base64');

const images = (megabytes: number): Answer => json({ created, data: [{ b64_json: imageOf(megabytes) }] });

function deltas(count: number): Answer {
  const chunk = (delta: object, finish_reason: string | null) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  });
  const words = Array.from({ length: count }, (_, n) => chunk({ content: `word${n} ` }, null));
  return events([...words, chunk({}, 'stop')]);
}

/** Partial images of these sizes, and a small one as the last. */
function partials(...megabytes: number[]): Answer {
  const pieces = megabytes.map((size, partial_image_index) => ({
    type: 'image_generation.partial_image',
    partial_image_index,
    created_at: created,
    b64_json: imageOf(size),
  }));
  return events([...pieces, { type: 'image_generation.completed', created_at: created, b64_json: imageOf(0) }]);
}

function citations(count: number): Answer {
  const annotations = Array.from({ length: count }, (_, n) => ({
    type: 'url_citation',
    url: `https://example.com/${n}`,
    title: `Source ${n}`,
    start_index: n * 10,
    end_index: n * 10 + 9,
  }));
  const content = [{ type: 'output_text', text: 'A sentence.'.repeat(count), annotations }];
  const output = [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }];
  return json({ id: 'resp_1', object: 'response', created_at: created, model, status: 'completed', output });
}

/** What is answered, by the first segment of the path; made when first asked for. */
const answers: Record<string, () => Answer> = {
  chat,
  'image-0': () => images(0),
  'image-4': () => images(4),
  'image-20': () => images(20),
  deltas: () => deltas(1000),
  partials: () => partials(2, 2, 2),
  'event-2': () => partials(2),
  'event-8': () => partials(8),
  'citations-10': () => citations(10),
  'citations-100': () => citations(100),
  'citations-1000': () => citations(1000),
  'citations-10000': () => citations(10_000),
};

const made = new Map<string, Answer>();

/** The answer to a request; `embeddings` answers each input with a vector. */
export function answerTo(name: string, request: Buffer): Answer {
  if (name === 'embeddings') return embed(JSON.parse(request.toString()));
  const create = answers[name];
  if (!create) throw new Error(`There is no answer named ${name}`);
  const answer = made.get(name) ?? create();
  made.set(name, answer);
  return answer;
}

function embed({ input }: { input: string[] }): Answer {
  const embedding = Array.from({ length: 32 }, (_, n) => n / 32);
  const data = input.map((_, index) => ({ object: 'embedding', index, embedding }));
  return json({ object: 'list', data, model: 'text-embedding-3-small', usage: { prompt_tokens: 1, total_tokens: 1 } });
}
