import OpenAI from 'openai';
import type { ScriptedAnswer } from 'openai-emulator';
import type { StreamEvent } from '../../workbench/host/plugin-service';
import { collect, type Fields, type Result, readFailure, startPlugin, type TestPlugin } from '../support/plugin';
import { contentOf, cutOff, paint, toDataUrl } from '../support/sample-files';

interface Data {
  images: { id?: string; data_url: string; mime_type: string; width: number }[];
  partial_images?: { data_url: string; mime_type: string; width: number }[];
}

let plugin: TestPlugin;
let image: string;
let dot: string;
let earlier: string;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'any' });
  image = toDataUrl(await paint('png', { width: 128, height: 128 }));
  dot = contentOf(image).toString('base64');
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: plugin.emulator.baseUrl });
  const { output } = await client.responses.create({
    model: 'gpt-5.4',
    input: 'Draw a harbour',
    tools: [{ type: 'image_generation' }],
    tool_choice: { type: 'image_generation' },
  });
  earlier = output.find(({ type }) => type === 'image_generation_call')?.id ?? '';
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const model = 'gpt-image-2.5-flare';
const draw = () => ({ operation: 'image_generation', model, prompt: 'A heron', output: 'full' });
const edit = () => ({ operation: 'image_edit', model, prompt: 'Add a heron', image });
const editByForm = () => ({ ...edit(), model: 'other', model_id: 'gpt-image-99' });
const refine = () => ({ operation: 'image_edit', model, prompt: 'Add a heron', image_id: earlier });

const paths = { draw: '/v1/images/generations', edit: '/v1/images/edits', refine: '/v1/responses' };
/** What a stream gives besides the state of a response, which a refined image comes with. */
const collectShown = async (events: AsyncIterable<StreamEvent>) =>
  (await collect(events)).filter(({ type }) => type !== 'status');

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
const partial = (index: number) => ({ partial_image_index: index, b64_json: dot });
const begun = {
  draw: (index: number) => event({ type: 'image_generation.partial_image', ...partial(index) }),
  edit: (index: number) => event({ type: 'image_edit.partial_image', ...partial(index) }),
  refine: (index: number) =>
    event({
      type: 'response.image_generation_call.partial_image',
      item_id: 'ig_1',
      partial_image_index: index,
      partial_image_b64: dot,
    }),
};
const answer = (more: object) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  error: null,
  output: [],
  ...more,
});
const call = { type: 'image_generation_call', id: 'ig_1', status: 'completed' };
const ended = {
  draw: () => event({ type: 'image_generation.completed', b64_json: dot, created_at: 1 }),
  edit: () => event({ type: 'image_edit.completed', b64_json: dot, created_at: 1 }),
  refine: () =>
    event({
      type: 'response.completed',
      response: answer({ status: 'completed', output: [{ ...call, result: dot }] }),
    }),
};
const queries = { draw, edit, refine };
const kinds = ['draw', 'edit', 'refine'] as const;

const answerNext = (kind: keyof typeof paths, chunks: string[], more: Partial<ScriptedAnswer> = {}) =>
  plugin.emulator.answerNext(paths[kind], { chunks, ...more });

function resultOf(events: StreamEvent[]): Result<Data> {
  const result: unknown = events.at(-1)?.['result'];
  return result as Result<Data>;
}

/** What a stream gave before it failed, and why it failed. */
async function fail(query: Fields) {
  const before: string[] = [];
  try {
    for await (const { type } of plugin.stream(query)) before.push(type);
  } catch (error) {
    return { before, ...readFailure(error) };
  }
  throw new Error(`The stream succeeded: ${before.join(', ')}`);
}

describe('partial images', () => {
  it.each([
    ['image_generation', draw],
    ['image_edit as JSON', edit],
    ['image_edit as a form', editByForm],
    ['image_edit of an earlier image', refine],
  ])('of %s come before the final one, each with its index and its content [D27 D28 D29 row 53]', async (_, query) => {
    const events = await collectShown(plugin.stream({ ...query(), partial_images: 3 }));
    expect(events.map(({ type }) => type)).toEqual(['partial_image', 'partial_image', 'partial_image', 'result']);
    expect(events.slice(0, -1).map(({ index }) => index)).toEqual([0, 1, 2]);
    const urls = events.slice(0, -1).map(({ data_url }) => String(data_url));
    expect(urls.every(url => url.startsWith('data:image/png;base64,iVBOR'))).toBe(true);
    expect(new Set(urls).size).toBe(3);
    const { status, data } = resultOf(events);
    expect(status).toBe('ok');
    expect(data.images).toMatchObject([{ mime_type: 'image/png' }]);
    expect(data.partial_images?.map(({ data_url }) => data_url)).toEqual(urls);
    expect(urls).not.toContain(data.images[0]?.data_url);
  });

  it.each(kinds)('are shown while the server still works: %s [D27 row 53]', async kind => {
    answerNext(kind, [begun[kind](0), begun[kind](1), ended[kind]()], { chunkDelayMs: 120 });
    const arrived: [string, number][] = [];
    for await (const { type } of plugin.stream({ ...queries[kind](), partial_images: 2 })) {
      arrived.push([type, performance.now()]);
    }
    expect(arrived.map(([type]) => type)).toEqual(['partial_image', 'partial_image', 'result']);
    const [first = 0, , last = 0] = arrived.map(([, time]) => time);
    expect(last - first).toBeGreaterThan(150);
  });

  it.each([1, 2, 3])('may be %s [D28]', async partial_images => {
    for (const query of [edit(), refine()]) {
      const { data } = await plugin.run<Data>({
        ...query,
        partial_images: String(partial_images),
        output_format: 'webp',
      });
      expect(data.partial_images?.map(({ mime_type }) => mime_type)).toEqual(Array(partial_images).fill('image/webp'));
      expect(data.images).toMatchObject([{ mime_type: 'image/webp' }]);
    }
  });

  it('may be none [D28]', async () => {
    for (const query of [draw(), edit(), refine()]) {
      const events = await collectShown(plugin.stream({ ...query, partial_images: 0 }));
      expect(events.map(({ type }) => type)).toEqual(['result']);
      expect(events[0]?.['result']).not.toHaveProperty('data.partial_images');
    }
  });

  it('of an earlier image keep its new ids', async () => {
    const events = await collectShown(plugin.stream({ ...refine(), partial_images: 1 }));
    const { data, metadata } = resultOf(events);
    expect(metadata.id).toMatch(/^resp_/);
    expect(data.images[0]?.id).toMatch(/^ig_/);
  });

  it.each(['gif', 'svg'])('are not asked for where a %s is drawn, which comes whole', async output_format => {
    const whole = { model: 'gpt-image-2.6-flare', output_format, size: '1024x1024' };
    const events = await collectShown(plugin.stream({ ...draw(), ...whole }));
    expect(plugin.lastBody()).not.toHaveProperty('stream');
    expect(events.map(({ type }) => type)).toEqual(['result']);
  });
});

describe('a stream of images that does not end well', () => {
  it.each(kinds)('is an error where the connection breaks in the middle: %s [row 122]', async kind => {
    const first = begun[kind](0);
    answerNext(kind, [first, ended[kind]()], { truncateAt: first.length + 60 });
    const { before, message, data } = await fail({ ...queries[kind](), partial_images: 1 });
    expect(before).toEqual(['partial_image']);
    expect(message).toBe(kind === 'draw' ? 'Could not generate the image' : 'Could not edit the image');
    expect(data).toMatchObject({ category: 'network' });
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it.each(kinds)(
    'is an error where it stops before the final image: %s [row 122 bug: success with no image]',
    async kind => {
      answerNext(kind, [begun[kind](0), begun[kind](1)]);
      const { before, data } = await fail({ ...queries[kind](), partial_images: 2 });
      expect(before).toEqual(['partial_image', 'partial_image']);
      expect(data.category).toBe('network');
      expect(plugin.emulator.requests).toHaveLength(1);
    }
  );

  it('is an error in run too, and not half a success [row 122]', async () => {
    answerNext('edit', [begun.edit(0)]);
    const { data } = await plugin.failure({ ...edit(), partial_images: 1 });
    expect(data.category).toBe('network');
  });

  it('gives the first image where the second of two never comes, with a warning [row 122]', async () => {
    answerNext('edit', [ended.edit()]);
    const { data, metadata } = await plugin.run<{ images: object[] }>({ ...edit(), n: 2, partial_images: 1 });
    expect(data.images).toHaveLength(1);
    expect(metadata.warnings).toMatchObject([{ parameter: 'n' }]);
  });

  it.each(kinds)('is the error that the server reports in it: %s [row 123]', async kind => {
    const error = { type: 'image_generation_user_error', code: 'moderation_blocked', message: 'Rejected by safety.' };
    answerNext(kind, [begun[kind](0), event({ ...error, type: 'error', error, sequence_number: 4 })]);
    const { before, description, data } = await fail({ ...queries[kind](), partial_images: 1 });
    expect(before).toEqual(['partial_image']);
    expect(description).toContain('Rejected by safety.');
    expect(data).toMatchObject({ category: 'content_policy', code: 'moderation_blocked' });
  });

  it('is the error with which the whole answer failed [row 123]', async () => {
    const error = { code: 'image_content_policy_violation', message: 'Rejected by safety.' };
    answerNext('refine', [event({ type: 'response.failed', response: answer({ status: 'failed', error }) })]);
    const { description, data } = await fail(refine());
    expect(description).toContain('Rejected by safety.');
    expect(data.category).toBe('content_policy');
  });

  it('passes over a partial image that is none', async () => {
    const broken = { partial_image_index: 0, b64_json: cutOff(Buffer.from('no image at all')).toString('base64') };
    answerNext('draw', [event({ type: 'image_generation.partial_image', ...broken }), ended.draw()]);
    const { data } = await plugin.run<{ images: object[]; partial_images?: object[] }>({
      ...draw(),
      partial_images: 1,
    });
    expect(data.images).toHaveLength(1);
    expect(data.partial_images).toBeUndefined();
  });
});
