import OpenAI, { toFile } from 'openai';
import type { ImageGenerateParamsNonStreaming } from 'openai/resources/images';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import sharp from 'sharp';

let emulator: Emulator;
let client: OpenAI;
const model = 'house-model';
const imageModel = 'gpt-image-2.6-flare';

beforeAll(async () => {
  emulator = await startEmulator({ models: 'any' });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

const prompt = 'Describe the history of zinc';
const messages = [{ role: 'user' as const, content: prompt }];
type Settings = Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;

async function say(settings: Settings = {}): Promise<string> {
  const { choices } = await client.chat.completions.create({ model, messages, ...settings });
  return choices[0]?.message.content ?? '';
}

async function draw(settings: Partial<ImageGenerateParamsNonStreaming>): Promise<string> {
  const { data = [] } = await client.images.generate({ model: imageModel, prompt: 'A fox', ...settings });
  return data[0]?.b64_json ?? '';
}

const seeds = [1, 2, 3, 4, 5, 6];
const sayBySeed = (settings: Settings) => Promise.all(seeds.map(seed => say({ ...settings, seed })));

describe('how words are chosen', () => {
  it('is the same for the same seed, and may differ for another', async () => {
    const first = await sayBySeed({});
    expect(await sayBySeed({})).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(2);
  });

  it.each([{ temperature: 0 }, { top_p: 0 }])('leaves seeds no choice with %o', async settings => {
    const usual = await say();
    expect(new Set(await sayBySeed(settings))).toEqual(new Set([usual]));
  });

  it('is narrower at a low temperature or top_p than at a high one', async () => {
    const count = async (settings: Settings) => new Set(await sayBySeed(settings)).size;
    const high = await count({ temperature: 1 });
    expect(await count({ temperature: 0.2 })).toBeLessThan(high);
    expect(await count({ temperature: 1, top_p: 0.2 })).toBeLessThan(high);
  });

  it('leads elsewhere above the usual temperature', async () => {
    const usual = await say({ temperature: 1 });
    expect(usual).toBe(await say());
    const answers = await Promise.all([1.2, 1.4, 1.6, 1.8, 2].map(temperature => say({ temperature })));
    expect(answers.some(answer => answer !== usual)).toBe(true);
    const respond = (temperature: number) => client.responses.create({ model, input: prompt, temperature });
    const responses = await Promise.all([1.2, 1.4, 1.6, 1.8, 2].map(respond));
    expect(responses.map(({ output_text }) => output_text)).toEqual(answers);
  });

  it('goes on to more or fewer points by the presence penalty', async () => {
    const [less, usual, more] = await Promise.all([-1, 0, 1].map(presence_penalty => say({ presence_penalty })));
    expect(usual).toBe(await say());
    expect(less?.length).toBeLessThan(usual?.length ?? 0);
    expect(more?.length).toBeGreaterThan(usual?.length ?? 0);
  });

  it('repeats the subject, or not, by the frequency penalty', async () => {
    const countOf = async (frequency_penalty: number) => (await say({ frequency_penalty })).split('zinc').length - 1;
    const [again, usual, once] = await Promise.all([-1, 0, 1].map(countOf));
    expect(once).toBe(1);
    expect(usual).toBeGreaterThan(1);
    expect(again).toBeGreaterThan(usual ?? 0);
  });

  it('is as settled in completions', async () => {
    const complete = async (settings: object) => {
      const asked = { model, prompt: 'The keeper lit the lamp.', max_tokens: 400, ...settings };
      return (await client.completions.create(asked)).choices[0]?.text ?? '';
    };
    const usual = await complete({});
    expect(await complete({ temperature: 0, seed: 4 })).toBe(usual);
    expect(new Set(await Promise.all(seeds.map(seed => complete({ seed })))).size).toBeGreaterThan(2);
    expect((await complete({ presence_penalty: 1 })).length).toBeGreaterThan(usual.length);
    expect((await complete({ frequency_penalty: -1 })).length).toBeGreaterThan(usual.length);
  });

  it('takes a bias that favours nothing, and says of others that it has no tokens for them', async () => {
    expect(await say({ logit_bias: { '1734': 0 } })).toBe(await say());
    const refused = { status: 400, code: 'not_emulated', param: 'logit_bias' };
    await expect(say({ logit_bias: { '1734': -100 } })).rejects.toMatchObject(refused);
    const completion = client.completions.create({ model, prompt, logit_bias: { '1734': 5 } });
    await expect(completion).rejects.toMatchObject(refused);
  });

  it('is thought about longer at a higher effort', async () => {
    const spend = async (reasoning_effort: 'none' | 'low' | 'medium' | 'high') => {
      const asked = { model: 'gpt-6-luna', messages, reasoning_effort };
      return (await client.chat.completions.create(asked)).usage?.completion_tokens_details?.reasoning_tokens ?? 0;
    };
    const spent = await Promise.all((['none', 'low', 'medium', 'high'] as const).map(spend));
    expect(spent).toEqual([...spent].sort((one, other) => one - other));
    expect(new Set(spent).size).toBe(4);
  });
});

describe('how a picture is drawn', () => {
  it('is judged less strictly at a low moderation', async () => {
    const unsafe = { prompt: 'A heron blocked by safety' };
    for (const moderation of [undefined, 'auto'] as const)
      await expect(draw({ ...unsafe, ...(moderation && { moderation }) })).rejects.toMatchObject({
        code: 'moderation_blocked',
      });
    expect(await draw({ ...unsafe, moderation: 'low' })).not.toBe('');
  });

  it('has more in it with more complexity', async () => {
    const countShapes = async (settings: Partial<ImageGenerateParamsNonStreaming>) => {
      const svg = Buffer.from(await draw({ output_format: 'svg', ...settings }), 'base64').toString();
      return svg.split('<circle').length - 1;
    };
    const [low, medium, high] = await Promise.all(
      (['low', 'medium', 'high'] as const).map(complexity => countShapes({ complexity }))
    );
    expect(medium).toBe(await countShapes({}));
    expect(low).toBeLessThan(medium ?? 0);
    expect(high).toBeGreaterThan(medium ?? 0);
  });

  it('moves as a gif is asked to, and stands still otherwise', async () => {
    const facts = async (settings: Partial<ImageGenerateParamsNonStreaming>) => {
      const { pages = 1, delay = [] } = await sharp(
        Buffer.from(await draw({ output_format: 'gif', ...settings }), 'base64')
      ).metadata();
      return { pages, delay };
    };
    expect(await facts({})).toMatchObject({ pages: 1 });
    expect(await facts({ frame_count: 3, frame_duration_ms: 250 })).toEqual({ pages: 3, delay: [250, 250, 250] });
    await expect(draw({ frame_count: 3 })).rejects.toMatchObject({ status: 400, param: 'frame_count' });
    await expect(draw({ output_format: 'gif', frame_count: 17 })).rejects.toMatchObject({ param: 'frame_count' });
  });

  it('names the model that writes an svg', async () => {
    const svg = { model: 'gpt-6-luna' };
    expect(Buffer.from(await draw({ output_format: 'svg', svg }), 'base64').toString()).toContain(
      '<desc>gpt-6-luna</desc>'
    );
    await expect(draw({ svg })).rejects.toMatchObject({ status: 400, param: 'svg' });
  });

  it('costs more when it has to keep to what was given, and can be edited into an svg or a gif', async () => {
    const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const edit = async (settings: object) =>
      client.images.edit({
        model: imageModel,
        prompt: 'Add a hat',
        image: await toFile(png, 'a.png', { type: 'image/png' }),
        ...settings,
      });
    const spent = async (input_fidelity: 'low' | 'high') => (await edit({ input_fidelity })).usage?.input_tokens ?? 0;
    expect(await spent('high')).toBeGreaterThan(await spent('low'));
    const bytesOf = async (settings: object) => Buffer.from((await edit(settings)).data?.[0]?.b64_json ?? '', 'base64');
    expect((await bytesOf({ output_format: 'svg' })).toString()).toMatch(/^<svg .*<image /);
    expect((await sharp(await bytesOf({ output_format: 'gif', frame_count: 2 })).metadata()).pages).toBe(2);
  });
});

it('speech sounds different by its instructions', async () => {
  const speak = async (instructions?: string) => {
    const asked = { model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Good morning', response_format: 'pcm' as const };
    const sound = await client.audio.speech.create({ ...asked, ...(instructions && { instructions }) });
    return Buffer.from(await sound.arrayBuffer()).toString('base64');
  };
  const plain = await speak();
  expect(await speak()).toBe(plain);
  expect(await speak('Whisper')).not.toBe(plain);
});
