import { runInNewContext } from 'node:vm';
import { collect, startPlugin, type TestPlugin, warnedOf } from '../support/plugin';
import { readForm, toDataUrl } from '../support/sample-files';
import { beginnings, hum } from '../support/sample-sounds';

interface Segment {
  id: number | string;
  start: number;
  end: number;
  text: string;
  speaker?: string;
}

interface Data {
  text: string;
  language?: string;
  duration?: number;
  segments?: Segment[];
  words?: { word: string; start: number; end: number }[];
  speakers?: { speaker: string; seconds: number; segments: number }[];
}

let plugin: TestPlugin;
let mp3: Buffer;
beforeAll(async () => {
  plugin = await startPlugin();
  const { data } = await plugin.run<{ data_url: string }>({ operation: 'speech', input: said });
  mp3 = Buffer.from(data.data_url.replace(/^.*,/, ''), 'base64');
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const said = 'Good morning. Two orders are waiting. Shall we begin?';
const transcribe = (options: object = {}) =>
  plugin.run<Data>({ operation: 'transcription', audio: toDataUrl(mp3, 'audio/mpeg'), ...options });
const fail = (options: object = {}) =>
  plugin.failure({ operation: 'transcription', audio: toDataUrl(mp3, 'audio/mpeg'), ...options });
const sentForm = () => readForm(plugin.lastRequest());
const answer = (body: unknown, headers: Record<string, string> = {}) =>
  plugin.emulator.answerNext('/v1/audio/transcriptions', { body, headers });
const whisper = { model: 'whisper-1' };
const diarizer = { model: 'gpt-4o-transcribe-diarize' };

describe('a transcription', () => {
  it('is made by the default model of what was handed in [row 104]', async () => {
    const { message, data, metadata } = await transcribe();
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path: '/v1/audio/transcriptions' });
    const { fields, files } = await sentForm();
    expect(fields).toEqual({ model: 'gpt-transcribe' });
    expect(files).toEqual([{ field: 'file', name: 'file.mp3', type: 'audio/mpeg', content: mp3 }]);
    expect(message).toBe('Audio transcribed successfully');
    expect(data).toEqual({ text: said, language: 'en' });
    expect(metadata).toMatchObject({ model: 'gpt-transcribe', warnings: [], attempts: 1 });
    expect(metadata.usage).toEqual({
      input_tokens: expect.any(Number),
      output_tokens: expect.any(Number),
      total_tokens: expect.any(Number),
      input_text_tokens: 0,
      input_audio_tokens: expect.any(Number),
    });
  });

  it('takes language, prompt and temperature, as a form gives them [row 104]', async () => {
    await transcribe({ ...whisper, language: ' de ', prompt: 'Zyntriqix', temperature: '0.2' });
    expect((await sentForm()).fields).toEqual({
      model: 'whisper-1',
      language: 'de',
      prompt: 'Zyntriqix',
      temperature: '0.2',
    });
  });

  it('names the language as the newest model wants it [row 104]', async () => {
    const { data } = await transcribe({ language: 'de' });
    expect((await sentForm()).fields).toEqual({ model: 'gpt-transcribe', 'languages[]': 'de' });
    expect(data.language).toBe('de');
  });

  it('of silence is an empty text, not a failure [row 104]', async () => {
    answer({ text: '', usage: { type: 'duration', seconds: 3 } });
    const { data, metadata } = await transcribe();
    expect(data).toEqual({ text: '' });
    expect(metadata.usage).toEqual({ input_seconds: 3 });
  });

  it.each([
    ['bare base64', () => mp3.toString('base64')],
    ['a data URL without its type', () => toDataUrl(mp3, 'application/octet-stream')],
    ['a list of one', () => [toDataUrl(mp3)]],
    ['the value of a file picker', () => [{ name: 'call.bin', type: '', base64Data: mp3.toString('base64') }]],
    ['the result of text to speech', () => ({ data_url: toDataUrl(mp3, 'audio/mpeg'), mime_type: 'audio/mpeg' })],
    ['its JSON', () => JSON.stringify({ name: 'call.mp3', dataURL: toDataUrl(mp3, 'audio/mpeg') })],
    ['bytes', () => new Uint8Array(mp3)],
    ['bytes of another realm', () => runInNewContext('Uint8Array.from(bytes)', { bytes: [...mp3] })],
    ['bytes as JSON writes them', () => JSON.parse(JSON.stringify(mp3))],
  ])('takes %s [row 65 row 104]', async (_, audio) => {
    expect((await transcribe({ audio: audio() })).data.text).toBe(said);
    expect((await sentForm()).files).toMatchObject([
      { type: 'audio/mpeg', content: mp3, name: expect.stringMatching(/\.mp3$/) },
    ]);
  });

  it('downloads what a link leads to [row 104]', async () => {
    const audio = `${plugin.emulator.baseUrl}/files/sound/content`;
    plugin.emulator.answerNext('/v1/files/sound/content', { body: mp3, headers: { 'content-type': 'audio/mpeg' } });
    plugin.leaveDocument('the link leads to the emulator');
    const source = { ...plugin.source, allowPrivateNetwork: true };
    const { data } = await plugin.run<Data>({ operation: 'transcription', audio }, source);
    expect(data.text).toBe(said);
    expect((await sentForm()).files).toMatchObject([{ name: 'content.mp3', type: 'audio/mpeg' }]);
  });

  it.each([
    ['a WAV', () => hum(1), 'wav', 'audio/wav'],
    ['a FLAC', () => hum(1, 'flac'), 'flac', 'audio/flac'],
    ['Opus', () => hum(1, 'opus'), 'ogg', 'audio/ogg'],
  ])('sends %s under a name and a type that the API knows [row 104]', async (_, make, ending, type) => {
    const sound = await make();
    const { data } = await transcribe({ audio: { name: 'voice memo.dat', base64: sound.toString('base64') } });
    expect((await sentForm()).files).toEqual([{ field: 'file', name: `voice memo.${ending}`, type, content: sound }]);
    expect(data.text).toContain('1 seconds of');
  });

  it.each([
    ['m4a', 'audio/mp4'],
    ['mp4', 'video/mp4'],
    ['webm', 'video/webm'],
    ['mpeg', 'video/mpeg'],
  ] as const)('knows %s by its first bytes [row 104]', async (ending, type) => {
    answer({ text: 'Hello' });
    await transcribe({ audio: beginnings[ending].toString('base64') });
    expect((await sentForm()).files).toMatchObject([{ name: `file.${ending}`, type }]);
  });

  it('is left to a compatible server by any model, in any format [row 13]', async () => {
    answer({ text: 'Hello', segments: [{ id: 0, start: 0, end: 1, text: 'Hello' }] });
    const result = await transcribe({ model_id: 'our-whisper', timestamps: 'both', language: 'yue' });
    expect((await sentForm()).fields).toMatchObject({
      model: 'our-whisper',
      language: 'yue',
      response_format: 'verbose_json',
    });
    expect(result.data.segments).toHaveLength(1);
    expect(warnedOf(result)).toEqual([]);
  });

  it('gives the answer itself with include_raw, and what is needed besides by extra_parameters [row 120]', async () => {
    const { metadata } = await transcribe({
      model: 'gpt-4o-transcribe',
      include_raw: true,
      extra_parameters: { include: ['logprobs'] },
    });
    expect((await sentForm()).fields).toEqual({ model: 'gpt-4o-transcribe', 'include[]': 'logprobs' });
    expect(metadata.raw).toMatchObject({ text: said, logprobs: expect.any(Array) });
  });

  it('is shown by a dry run without a request [row 139]', async () => {
    const { data } = await transcribe({ ...diarizer, dry_run: true });
    expect(data).toMatchObject({
      url: `${plugin.emulator.baseUrl}/audio/transcriptions`,
      body: {
        model: 'gpt-4o-transcribe-diarize',
        response_format: 'diarized_json',
        chunking_strategy: 'auto',
        file: { filename: 'file.mp3', type: 'audio/mpeg', bytes: mp3.length },
      },
    });
    expect(plugin.emulator.requests).toEqual([]);
  });
});

describe('the cost of a transcription', () => {
  it('goes by its length where that is billed [row 117]', async () => {
    const source = { ...plugin.source, prices: { '*': 'openai' } };
    const query = { operation: 'transcription', audio: await hum(60), ...whisper };
    const { metadata } = await plugin.run(query, source);
    expect(metadata.cost).toMatchObject({ usd: 0.006, basis: expect.stringContaining('$0.006 per minute') });
  });
});

describe('timestamps', () => {
  it.each([
    ['segment', { 'timestamp_granularities[]': 'segment' }, true, false],
    ['word', { 'timestamp_granularities[]': 'word' }, false, true],
    ['both', {}, true, true],
  ])('of %s come with language and duration [row 105]', async (timestamps, asked, hasSegments, hasWords) => {
    const { data, metadata } = await transcribe({ ...whisper, timestamps });
    expect((await sentForm()).fields).toMatchObject({ response_format: 'verbose_json', ...asked });
    expect(data).toMatchObject({ text: said, language: 'english', duration: expect.any(Number) });
    expect(data.segments?.map(({ text }) => text)).toEqual(hasSegments ? said.match(/[^ ][^.?]+[.?]/g) : undefined);
    expect(data.words?.slice(0, 2).map(({ word }) => word)).toEqual(hasWords ? ['Good', 'morning'] : undefined);
    for (const part of [...(data.segments ?? []), ...(data.words ?? [])]) expect(part.end).toBeGreaterThan(part.start);
    if (hasSegments) expect(Object.keys(data.segments?.[0] ?? {})).toEqual(['id', 'start', 'end', 'text']);
    expect(metadata.usage).toEqual({ input_seconds: Math.ceil(data.duration ?? 0) });
  });

  it('none asks for nothing [row 105]', async () => {
    await transcribe({ timestamps: 'none' });
    expect((await sentForm()).fields).toEqual({ model: 'gpt-transcribe' });
  });
});

describe('response_format', () => {
  it.each([
    ['text', said],
    ['srt', expect.stringMatching(/^1\n00:00:00,000 --> [\d:,]+\nGood morning\.\n/)],
    ['vtt', expect.stringMatching(/^WEBVTT\n\n00:00:00\.000 --> /)],
  ])('%s gives what came as text [row 105]', async (response_format, text) => {
    const { data } = await transcribe({ ...whisper, response_format });
    expect((await sentForm()).fields).toEqual({ model: 'whisper-1', response_format });
    expect(data).toEqual({ text });
  });

  it('verbose_json gives segments [row 105]', async () => {
    const { data } = await transcribe({ ...whisper, response_format: 'verbose_json' });
    expect(data).toMatchObject({ text: said, language: 'english', segments: [{ id: 0, start: 0 }, {}, {}] });
  });

  it.each([
    ['text', 'srt', '<!DOCTYPE html><title>Sign in</title>', 'a web page'],
    ['text where JSON was asked for', 'json', 'Hello', 'text instead of JSON'],
  ])('is not mistaken: %s [row 104]', async (_, response_format, body, reason) => {
    answer(body, { 'content-type': 'text/plain' });
    const { description, data } = await fail({ ...whisper, response_format });
    expect(data.code).toBe('not_json');
    expect(description).toContain(reason);
  });

  it('takes JSON of a server that knows no other format', async () => {
    answer({ text: 'Hello' });
    expect((await transcribe({ ...whisper, response_format: 'srt' })).data).toEqual({ text: 'Hello' });
  });
});

describe('speakers', () => {
  it('are told apart by the model that can, without further options [row 105]', async () => {
    const { data, metadata } = await transcribe(diarizer);
    expect((await sentForm()).fields).toEqual({
      model: 'gpt-4o-transcribe-diarize',
      response_format: 'diarized_json',
      chunking_strategy: 'auto',
    });
    expect(data.segments).toMatchObject([{ speaker: 'A' }, { speaker: 'B' }, { speaker: 'A' }]);
    const [first, second] = data.speakers ?? [];
    expect(first).toMatchObject({ speaker: 'A', segments: 2 });
    expect(second).toMatchObject({ speaker: 'B', segments: 1 });
    const length = (speaker: string) =>
      data.segments?.reduce((sum, { speaker: who, start, end }) => sum + (who === speaker ? end - start : 0), 0);
    expect(first?.seconds).toBeCloseTo(length('A') ?? 0, 2);
    expect(metadata.usage).toEqual({ input_seconds: Math.ceil(data.duration ?? 0) });
  });

  it('are called by name where samples are given [row 105]', async () => {
    const sample = toDataUrl(await hum(3), 'audio/wav');
    const { data } = await transcribe({
      ...diarizer,
      extra_parameters: { known_speaker_names: ['agent'], known_speaker_references: [sample] },
    });
    expect(data.speakers?.map(({ speaker }) => speaker)).toContain('agent');
  });

  it('leave no room for a prompt, which is left out and named [row 105]', async () => {
    const result = await transcribe({ ...diarizer, prompt: 'Two people' });
    expect((await sentForm()).fields).not.toHaveProperty('prompt');
    expect(result.metadata.warnings).toEqual([
      { parameter: 'prompt', reason: 'gpt-4o-transcribe-diarize does not support prompt; it was left out' },
    ]);
  });

  it('are cut into chunks in every format, since long audio needs it [row 105]', async () => {
    const { data } = await transcribe({ ...diarizer, response_format: 'text', audio: await hum(40) });
    expect((await sentForm()).fields).toMatchObject({ response_format: 'text', chunking_strategy: 'auto' });
    expect(data.text).toContain('40 seconds');
  });
});

describe('a streamed transcription', () => {
  const stream = (options: object = {}) =>
    collect(plugin.stream({ operation: 'transcription', audio: toDataUrl(mp3, 'audio/mpeg'), ...options }));
  const textsOf = (events: object[]) =>
    events.flatMap(event => (Reflect.get(event, 'type') === 'text_delta' ? [String(Reflect.get(event, 'text'))] : []));

  it('comes word by word, and whole at the end [row 104]', async () => {
    const events = await stream();
    expect((await sentForm()).fields).toMatchObject({ model: 'gpt-transcribe', stream: 'true' });
    const texts = textsOf(events);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join('')).toBe(said);
    expect(events.at(-1)).toMatchObject({
      type: 'result',
      result: {
        data: { text: said, language: 'en' },
        metadata: { usage: { input_tokens: expect.any(Number), input_audio_tokens: expect.any(Number) } },
      },
    });
  });

  it('has its speakers [row 105]', async () => {
    const events = await stream(diarizer);
    expect(textsOf(events).length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({
      result: { data: { text: said, segments: [{ speaker: 'A' }, {}, {}], speakers: [{ speaker: 'A' }, {}] } },
    });
  });

  it('is not asked of a model that cannot [row 104]', async () => {
    const events = await stream(whisper);
    expect((await sentForm()).fields).not.toHaveProperty('stream');
    expect(events).toMatchObject([{ type: 'result', result: { data: { text: said } } }]);
  });

  it('that breaks off fails', async () => {
    answer('data: {"type":"transcript.text.delta","delta":"Good"}\n\n', { 'content-type': 'text/event-stream' });
    await expect(stream()).rejects.toMatchObject({ data: { code: 'stream_ended_early' } });
  });
});
