import { makePng } from '../png';

/** A query, and whether it is read as a stream. */
export interface BenchQuery {
  options: object;
  isStream: boolean;
}

const prompt = 'Name three uses of zinc';
const chat = { operation: 'chat', model: 'gpt-5.4', prompt, output: 'full' };
const image = { operation: 'image_generation', model: 'gpt-image-2', prompt, output: 'full' };

/** Many messages, a person's and the model's in turn. */
const history = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', content: `Message ${n}` }));

const texts = (count: number) => Array.from({ length: count }, (_, n) => `Text ${n} of many`);

/** Queries by name; a number behind it is how much of what it grows by. */
const queries: Record<string, (size: number) => object> = {
  chat: () => chat,
  image: () => image,
  edit: () => ({
    operation: 'image_edit',
    model: 'other',
    model_id: 'some-image-model',
    prompt,
    image: `data:image/png;base64,${makePng(10_000_000).toString('base64')}`,
    output: 'full',
  }),
  stream: () => chat,
  'image-stream': () => ({ ...image, partial_images: 3 }),
  history: size => ({ ...chat, message_history: history(size) }),
  inputs: size => ({ operation: 'generate_embedding', model: 'text-embedding-3-small', input: texts(size) }),
  citations: () => ({ operation: 'respond', model: 'gpt-5.4', prompt }),
  rows: size => ({
    operation: 'bulk_chat',
    model: 'gpt-5.4',
    rows: texts(size).map((text, n) => ({ n, text })),
    prompt: 'Shorten: [[text]]',
  }),
};

/** The query of a name such as `history 100`. */
export function makeQuery(name: string): BenchQuery {
  const [kind = '', size] = name.split(' ');
  const create = queries[kind];
  if (!create) throw new Error(`The query is one of ${Object.keys(queries).join(', ')}`);
  // A host parses what a browser sends; a text that was just joined would be joined at the plugin's expense.
  const options = JSON.parse(JSON.stringify(create(Number(size ?? 0))));
  return { options, isStream: kind.endsWith('stream') };
}
