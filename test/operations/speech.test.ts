import { fileTypeFromBuffer } from 'file-type';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { type Result, startPlugin, type TestPlugin } from '../support/plugin';
import { contentOf } from '../support/sample-files';
import { hum, secondsOf, withoutLength } from '../support/sample-sounds';

interface Data {
  data_url: string;
  mime_type: string;
  bytes: number;
}

/** The warnings of a result besides the one that OpenAI's speech models end soon. */
const others = ({ metadata }: Result) => metadata.warnings.filter(({ parameter }) => parameter !== 'model');

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const text = 'Welcome back! Two orders are waiting.';
const speak = (options: object = {}) => plugin.run<Data>({ operation: 'speech', input: text, ...options });
const fail = (options: object = {}) => plugin.failure({ operation: 'speech', input: text, ...options });
const answer = (body: unknown, headers: Record<string, string> = { 'content-type': 'audio/mpeg' }) =>
  plugin.emulator.answerNext('/v1/audio/speech', { body, headers });
const bodies = () => plugin.emulator.requests.map(({ body }) => Object(body));

/** What a transcription of the sound says; the emulator knows its own words again. */
const hear = async (sound: Buffer) => {
  const { data } = await plugin.run<{ text: string }>({ operation: 'transcription', audio: sound });
  return data.text;
};

async function measure(sound: Buffer): Promise<number> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(new Uint8Array(sound)) });
  return input.computeDuration();
}

/** As many sentences as asked, numbered. */
const tell = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `Sentence ${String(index).padStart(4, '0')} is told ${'on and '.repeat(4)}on.`
  ).join(' ');

describe('speech', () => {
  it('is spoken by the default model and voice, ready to play [row 102]', async () => {
    const { message, data, metadata } = await speak();
    expect(plugin.lastBody()).toEqual({ model: 'gpt-4o-mini-tts', input: text, voice: 'alloy' });
    expect(message).toBe('Speech generated successfully');
    const sound = contentOf(data.data_url);
    expect(data).toEqual({
      data_url: expect.stringMatching(/^data:audio\/mpeg;base64,/),
      mime_type: 'audio/mpeg',
      bytes: sound.length,
    });
    expect(await fileTypeFromBuffer(sound)).toMatchObject({ ext: 'mp3' });
    expect(metadata).toMatchObject({ model: 'gpt-4o-mini-tts', usage: { input_characters: 37 }, attempts: 1 });
    expect(await hear(sound)).toBe(text);
  });

  it.each([
    ['mp3', 'audio/mpeg', 'mp3'],
    ['wav', 'audio/wav', 'wav'],
    ['aac', 'audio/aac', 'aac'],
    ['opus', 'audio/ogg', 'opus'],
    ['flac', 'audio/flac', 'flac'],
  ])('comes as %s with the type that its bytes have [row 102]', async (output_format, mime_type, ext) => {
    const result = await speak({ output_format });
    expect(plugin.lastBody()).toMatchObject({ response_format: output_format });
    expect(result.data).toMatchObject({ mime_type, data_url: expect.stringContaining(`data:${mime_type};base64,`) });
    expect(await fileTypeFromBuffer(contentOf(result.data.data_url))).toMatchObject({ ext });
    expect(others(result)).toEqual([]);
  });

  it('says of bare samples that nothing can play them [row 102]', async () => {
    const { data, metadata } = await speak({ output_format: 'pcm' });
    expect(data.mime_type).toBe('audio/pcm');
    expect(metadata.warnings).toContainEqual({
      parameter: 'output_format',
      reason: expect.stringContaining('24,000 Hz'),
    });
  });

  it('takes the newer voices and instructions, by text or number as a form gives them [row 103]', async () => {
    await speak({ voice: ' marin ', instructions: 'Warm and unhurried', speed: '1.25' });
    expect(plugin.lastBody()).toEqual({
      model: 'gpt-4o-mini-tts',
      input: text,
      voice: 'marin',
      instructions: 'Warm and unhurried',
      speed: 1.25,
    });
  });

  it('leaves instructions out where the model does not take them, and says so [row 103]', async () => {
    const result = await speak({ model: 'tts-1', instructions: 'Warm', voice: 'nova' });
    expect(plugin.lastBody()).toEqual({ model: 'tts-1', input: text, voice: 'nova' });
    expect(others(result)).toEqual([
      { parameter: 'instructions', reason: 'tts-1 does not support instructions; it was left out' },
    ]);
  });

  it.each([['voice_1234'], [{ id: 'voice_1234' }], ['{ "id": "voice_1234" }']])(
    'speaks with a voice of your own: %j [row 103]',
    async voice => {
      await speak({ voice });
      expect(plugin.lastBody()['voice']).toEqual({ id: 'voice_1234' });
    }
  );

  it("leaves a compatible server's model any voice [row 13]", async () => {
    answer(await hum(1, 'mp3'));
    const result = await speak({ model_id: 'kokoro', voice: 'af_heart' });
    expect(plugin.lastBody()).toEqual({ model: 'kokoro', input: text, voice: 'af_heart' });
    expect(others(result)).toEqual([]);
  });

  it('says when the server gives another format than asked for', async () => {
    answer(await hum(1), { 'content-type': 'audio/mpeg' });
    const result = await speak();
    expect(result.data.mime_type).toBe('audio/wav');
    expect(others(result)).toEqual([
      { parameter: 'output_format', reason: 'The server returned audio/wav instead of mp3' },
    ]);
  });

  it('corrects the header of a WAV that was sent before its length was known', async () => {
    const wav = await hum(1.5);
    answer(withoutLength(wav), { 'content-type': 'audio/wav' });
    const { data } = await speak({ output_format: 'wav' });
    expect(secondsOf(contentOf(data.data_url))).toBe(1.5);
  });

  it('tells of the answers in include_raw, without a second copy [row 120]', async () => {
    const { metadata, data } = await speak({ include_raw: true });
    expect(metadata.raw).toEqual([{ mime_type: 'audio/mpeg', bytes: data.bytes }]);
  });
});

describe('a long text', () => {
  it.each(['mp3', 'wav', 'aac', 'pcm'])(
    'is cut at ends of sentences, spoken in turn, and joined as %s [row 102]',
    async output_format => {
      const long = tell(90);
      const { data, metadata } = await speak({ input: long, output_format, speed: 4 });
      const inputs = bodies().map(({ input }) => String(input));
      expect(inputs.length).toBe(2);
      for (const input of inputs) {
        expect(input.length).toBeLessThanOrEqual(4096);
        expect(input).toMatch(/^Sentence .*\.$/s);
      }
      expect(inputs.join(' ')).toBe(long);
      expect(metadata).toMatchObject({ attempts: 2, usage: { input_characters: long.length } });
      const sound = contentOf(data.data_url);
      expect(data.bytes).toBe(sound.length);
      if (output_format === 'mp3' || output_format === 'wav') expect(await hear(sound)).toBe(long);
      if (output_format === 'pcm') return;
      const seconds = await measure(sound);
      expect(seconds / (long.length / 15 / 4)).toBeCloseTo(1, 1);
      if (output_format === 'wav') expect(secondsOf(sound)).toBeCloseTo(seconds, 5);
    }
  );

  it('without sentences is cut at words, without words between characters [row 102]', async () => {
    answer(await hum(0.2, 'mp3'));
    answer(await hum(0.2, 'mp3'));
    await speak({ input: 'never ending '.repeat(400) });
    const inputs = bodies().map(({ input }) => String(input));
    expect(inputs.join(' ').split(' ')).toHaveLength(800);
    expect(new Set(inputs.join(' ').split(' '))).toEqual(new Set(['never', 'ending']));
    plugin.endTest();

    for (let part = 0; part < 4; part += 1) answer(await hum(0.2, 'mp3'));
    const family = '👩‍👩‍👧';
    await speak({ input: family.repeat(1500) });
    const pieces = bodies().map(({ input }) => String(input));
    expect(pieces.join('')).toBe(family.repeat(1500));
    for (const piece of pieces) expect(piece.length % family.length).toBe(0);
  });

  it('of 4,096 characters is one request, sent as it is', async () => {
    answer(await hum(0.2, 'mp3'));
    const input = ` ${'a'.repeat(4094)} `;
    await speak({ input });
    expect(plugin.lastBody()['input']).toBe(input);
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it('is shown by a dry run as its first request, with their number [row 139]', async () => {
    const { data } = await speak({ input: tell(200), dry_run: true });
    expect(data).toMatchObject({
      method: 'POST',
      url: `${plugin.emulator.baseUrl}/audio/speech`,
      body: { model: 'gpt-4o-mini-tts', input: expect.stringMatching(/^Sentence 0000/), voice: 'alloy' },
      requests: 3,
    });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it('whose parts come in formats that do not fit together fails, and gives what was spoken before a failure', async () => {
    answer(await hum(0.2, 'mp3'));
    answer(await hum(0.2, 'wav'));
    answer(await hum(0.2, 'mp3'));
    expect(await fail({ input: tell(200) })).toMatchObject({
      message: 'Could not generate the speech',
      data: { code: 'unexpected_answer' },
    });
    plugin.endTest();
    answer(await hum(0.2, 'mp3'));
    plugin.emulator.answerNext('/v1/audio/speech', { status: 400, body: { error: { message: 'No' } } });
    const { metadata } = await speak({ input: tell(200) });
    expect(metadata.warnings).toContainEqual({ parameter: 'input', reason: expect.stringContaining('not_spoken') });
    expect(plugin.emulator.requests).toHaveLength(2);
  });

  it('takes extra parameters into every request', async () => {
    plugin.leaveDocument('seed is an extra of a compatible server');
    for (let part = 0; part < 3; part += 1) answer(await hum(0.2, 'mp3'));
    await speak({ input: tell(200), extra_parameters: '{ "seed": 7 }' });
    expect(bodies().map(({ seed }) => seed)).toEqual([7, 7, 7]);
  });
});

describe('the cost of speech', () => {
  const priced = (more: object = {}) => ({ ...plugin.source, prices: { '*': 'openai' }, ...more });
  const spend = (options: object, source: object) =>
    plugin.run<Data>({ operation: 'speech', input: text, model: 'tts-1', ...options }, { ...source });

  it('is told where characters are billed, and null where what is billed is not told [row 117]', async () => {
    expect((await spend({}, priced())).metadata.cost).toEqual({
      usd: 0.000555,
      basis: expect.stringMatching(/^tts-1: \$15 per 1M characters; /),
    });
    expect((await spend({ model: 'gpt-4o-mini-tts' }, priced())).metadata.cost).toBeNull();
  });

  it('of all requests together is held to the limit before the first [row 117]', async () => {
    const query = { operation: 'speech', model: 'tts-1', input: tell(200) };
    const { data } = await plugin.refusal(query, priced({ maxCostUsd: 0.1 }));
    expect(data).toMatchObject({ code: 'cost_limit', problems: [{ message: expect.stringContaining('3 requests') }] });
  });
});

describe('an answer that is no sound', () => {
  const page = '<!DOCTYPE html><title>Sign in</title>';

  it.each([
    ['an HTML page', page, { 'content-type': 'text/html' }, 'no_audio', 'a web page'],
    ['an HTML page that claims to be sound', page, { 'content-type': 'audio/mpeg' }, 'no_audio', 'a web page'],
    ['text', 'Not today', { 'content-type': 'text/plain' }, 'no_audio', 'returned text instead of audio'],
    ['nothing', '', { 'content-type': 'audio/mpeg' }, 'no_audio', 'returned no audio'],
    ['other JSON', { ok: true }, { 'content-type': 'application/json' }, 'no_audio', 'returned JSON instead of audio'],
    ['broken JSON', '{"ok', { 'content-type': 'application/json' }, 'invalid_json', 'invalid JSON'],
    [
      'a refusal with status 200',
      { error: { message: 'Out of voice', code: 'hoarse' } },
      { 'content-type': 'application/json' },
      'hoarse',
      'Out of voice',
    ],
  ])('fails as a query: %s [row 131]', async (_, body, headers, code, reason) => {
    answer(body, headers);
    const { message, description, data } = await fail();
    expect(message).toBe('Could not generate the speech');
    expect(data).toMatchObject({ code });
    expect(description).toContain(reason);
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it.each([{ hang: true }, { stallAfterHeaders: true }] as const)(
    'that never comes ends at the deadline and is not asked for again: %j [row 131]',
    async silence => {
      plugin.emulator.answerNext('/v1/audio/speech', { ...silence, times: 3 });
      expect((await fail({ query_timeout: 600 })).data.category).toBe('timeout');
      expect(plugin.emulator.requests).toHaveLength(1);
    }
  );

  it('that breaks off is not asked for again, since it is billed [row 131]', async () => {
    plugin.emulator.answerNext('/v1/audio/speech', { body: await hum(1), truncateAt: 1000, times: 3 });
    expect((await fail()).data.category).toBe('network');
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it('is asked for again where the server refused it for the moment', async () => {
    plugin.emulator.answerNext('/v1/audio/speech', {
      status: 429,
      headers: { 'retry-after-ms': '5' },
      body: { error: { message: 'Slow down', code: 'rate_limit_exceeded' } },
    });
    expect((await speak()).metadata.attempts).toBe(2);
  });

  it('is explained where OpenAI has shut its speech models down [row 134]', async () => {
    plugin.emulator.answerNext('/v1/audio/speech', {
      status: 404,
      body: { error: { message: 'The model does not exist', code: 'model_not_found' } },
    });
    expect((await fail()).data['hint']).toContain('2027-01-06');
  });
});

it.each([
  ['sentences', 'Zinc is a metal. '.repeat(30_000), 125],
  ['no blank at all', 'zinc'.repeat(125_000), 123],
  ['letters with thousands of marks', `e${'\u0301'.repeat(500_000)}`, 123],
])('half a million characters are cut in a moment: %s', async (_, input, requests) => {
  const started = performance.now();
  const { data } = await plugin.run<{ requests: number }>({ operation: 'speech', input, dry_run: true });
  expect(data.requests).toBe(requests);
  // The whole at once took minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});
