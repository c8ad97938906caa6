import { fileTypeFromBuffer } from 'file-type';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import OpenAI, { toFile } from 'openai';
import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import type { TranscriptionCreateParams } from 'openai/resources/audio/transcriptions';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { findFaults } from './support/api-document';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator();
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

const text = 'The ship sails at noon. Bring a coat, please. Are you coming?';

function ask(settings: Partial<SpeechCreateParams> = {}): Promise<Response> {
  return client.audio.speech.create({ model: 'gpt-4o-mini-tts', voice: 'coral', input: text, ...settings });
}

async function say(settings: Partial<SpeechCreateParams> = {}): Promise<Buffer> {
  return Buffer.from(await (await ask(settings)).arrayBuffer());
}

async function secondsOf(bytes: Buffer): Promise<number> {
  return new Input({ formats: ALL_FORMATS, source: new BufferSource(new Uint8Array(bytes)) }).computeDuration();
}

/** A WAV file of samples that the emulator never said. */
function hum(seconds: number, rate = 8000): Buffer {
  const samples = Buffer.alloc(Math.round(seconds * rate) * 2);
  for (let index = 0; index < samples.length / 2; index += 1) {
    samples.writeInt16LE(Math.round(9000 * Math.sin(index / 7)), index * 2);
  }
  return addHeader(samples, rate);
}

function addHeader(samples: Buffer, rate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

type Wishes = Partial<Omit<TranscriptionCreateParams, 'file' | 'stream'>>;

/** The SDK's types follow the response format, which here is any. */
async function transcribe(bytes: Buffer, wishes: Wishes = {}, name = 'voice.wav'): Promise<Record<string, unknown>> {
  const params = { model: 'whisper-1', file: await toFile(bytes, name), ...wishes };
  return Object(await client.audio.transcriptions.create(params));
}

async function translate(bytes: Buffer, response_format: 'json' | 'text' | 'srt' | 'verbose_json' | 'vtt' = 'json') {
  const params = { model: 'whisper-1', file: await toFile(bytes, 'voice.mp3'), response_format };
  return Object(await client.audio.translations.create(params));
}

describe('speech', () => {
  it.each([
    ['mp3', 'audio/mpeg', 'mp3'],
    ['opus', 'audio/opus', 'opus'],
    ['aac', 'audio/aac', 'aac'],
    ['flac', 'audio/flac', 'flac'],
    ['wav', 'audio/wav', 'wav'],
  ] as const)('is a real %s file, as long as the text takes to say', async (response_format, type, ending) => {
    const response = await ask({ response_format });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe(type);
    expect((await fileTypeFromBuffer(bytes))?.ext).toBe(ending);
    expect(Math.abs((await secondsOf(bytes)) - text.length / 15)).toBeLessThan(0.15);
  });

  it('is bare samples as PCM, and heard all the time', async () => {
    const bytes = await say({ response_format: 'pcm' });
    expect(bytes.length / 2 / 24_000).toBeCloseTo(text.length / 15, 2);
    const loudest = Array.from({ length: Math.floor(bytes.length / 2400) }, (_, index) =>
      Math.max(...Array.from({ length: 1200 }, (_, place) => bytes.readInt16LE(index * 2400 + place * 2)))
    );
    expect(Math.min(...loudest.slice(1))).toBeGreaterThan(300);
    expect((await say({ response_format: 'pcm' })).equals(bytes)).toBe(true);
    expect((await say({ response_format: 'pcm', voice: 'onyx' })).equals(bytes)).toBe(false);
    expect(await say({ response_format: 'pcm', speed: 2 })).toHaveLength(bytes.length / 2);
  });

  it('streams events where asked to', async () => {
    const response = await ask({ response_format: 'wav', stream_format: 'sse', instructions: 'Whisper' });
    const events = (await response.text())
      .split('\n\n')
      .filter(Boolean)
      .map(event => JSON.parse(event.replace('data: ', '')));
    expect(events.flatMap(event => findFaults('CreateSpeechResponseStreamEvent', event))).toEqual([]);
    const deltas = events.filter(({ type }) => type === 'speech.audio.delta');
    const joined = Buffer.concat(deltas.map(({ audio }) => Buffer.from(audio, 'base64')));
    expect(deltas.length).toBeGreaterThan(2);
    expect(joined.equals(await say({ response_format: 'wav', instructions: 'Whisper' }))).toBe(true);
    expect(events.at(-1)).toEqual({
      type: 'speech.audio.done',
      usage: { input_tokens: 18, output_tokens: 85, total_tokens: 103 },
    });
  });

  it('takes 4,096 characters and a voice of one own', async () => {
    const bytes = await say({ input: 'x'.repeat(4096), voice: { id: 'voice_1234' }, response_format: 'wav' });
    expect(await secondsOf(bytes)).toBeCloseTo(273, 0);
  });

  it.each<[string, object, object]>([
    ['too long a text', { input: 'x'.repeat(4097) }, { param: 'input', code: 'string_above_max_length' }],
    ['no text', { input: '' }, { param: 'input' }],
    ['an unknown voice', { voice: 'goofy' }, { param: 'voice', code: 'invalid_value' }],
    ['a voice without id', { voice: {} }, { param: 'voice.id' }],
    ['no voice', { voice: null }, { param: 'voice', code: 'missing_required_parameter' }],
    ['too much haste', { speed: 4.1 }, { param: 'speed', code: 'decimal_above_max_value' }],
    ['an unknown format', { response_format: 'midi' }, { param: 'response_format' }],
    ['long instructions', { instructions: 'x'.repeat(4097) }, { param: 'instructions' }],
    [
      'instructions to an older model',
      { model: 'tts-1', instructions: 'Whisper' },
      { param: 'instructions', code: 'unsupported_parameter' },
    ],
    ['events of an older model', { model: 'tts-1-hd', stream_format: 'sse' }, { param: 'stream_format' }],
    ['a model that writes', { model: 'gpt-5.4' }, { param: 'model', status: 404 }],
    ['a parameter of transcriptions', { language: 'en' }, { param: 'language', code: 'unknown_parameter' }],
  ])('is refused for %s', async (_, settings, refusal) => {
    await expect(ask(settings)).rejects.toMatchObject({ status: 400, ...refusal });
  });
});

describe('transcriptions', () => {
  it.each(['mp3', 'opus', 'flac', 'wav'] as const)('of what the emulator said in %s have its words', async format => {
    const bytes = await say({ response_format: format });
    const answer = await transcribe(bytes, {}, `voice.${format === 'opus' ? 'ogg' : format}`);
    expect(findFaults('CreateTranscriptionResponseJson', answer)).toEqual([]);
    expect(answer).toEqual({ text, usage: { type: 'duration', seconds: 5 } });
  });

  it('of joined files have the words of all, in order', async () => {
    const inputs = ['First comes the lead.', 'Then follow the others, as they always do.'];
    const files = await Promise.all(inputs.map(input => say({ input })));
    expect((await transcribe(Buffer.concat([...files, files[0] ?? Buffer.of()]), {}, 'all.mp3'))['text']).toBe(
      [...inputs, inputs[0]].join(' ')
    );
    const samples = await Promise.all(inputs.map(input => say({ input, response_format: 'pcm' })));
    expect((await transcribe(addHeader(Buffer.concat(samples), 24_000)))['text']).toBe(inputs.join(' '));
  });

  it('of anything else say plainly that nothing was heard', async () => {
    const answer = await transcribe(hum(20), { model: 'gpt-4o-transcribe', prompt: 'Ships' });
    expect(findFaults('CreateTranscriptionResponseJson', answer)).toEqual([]);
    expect(answer['text']).toMatch(
      /^This is an emulated transcript, because the emulator cannot hear\. It was given voice\.wav, 20 seconds of WAV/
    );
    expect(answer['usage']).toMatchObject({
      type: 'tokens',
      input_tokens: 202,
      input_token_details: { text_tokens: 2, audio_tokens: 200 },
    });
  });

  it('have times for segments and words', async () => {
    const answer = await transcribe(await say(), {
      response_format: 'verbose_json',
      timestamp_granularities: ['segment', 'word'],
      language: 'de',
      temperature: 0.4,
    });
    expect(findFaults('CreateTranscriptionResponseVerboseJson', answer)).toEqual([]);
    expect(answer).toMatchObject({ task: 'transcribe', language: 'german', text, usage: { type: 'duration' } });
    const segments = Object(answer['segments']);
    expect(segments.map((segment: { text: string }) => segment.text)).toEqual([
      ' The ship sails at noon.',
      ' Bring a coat, please.',
      ' Are you coming?',
    ]);
    expect(segments[1]).toMatchObject({ id: 1, temperature: 0.4, tokens: expect.any(Array) });
    const words = Object(answer['words']);
    expect(words.map(({ word }: { word: string }) => word).slice(0, 6)).toEqual([
      'The',
      'ship',
      'sails',
      'at',
      'noon',
      'Bring',
    ]);
    const times = words.flatMap(({ start, end }: { start: number; end: number }) => [start, end]);
    expect(times).toEqual([...times].sort((first, second) => first - second));
    expect(times.at(-1)).toBeLessThanOrEqual(Number(answer['duration']));

    const plain = await transcribe(hum(1), { response_format: 'verbose_json' });
    expect([plain['duration'], plain['language'], 'segments' in plain, 'words' in plain]).toEqual([
      1,
      'english',
      true,
      false,
    ]);
    const timed = await transcribe(hum(1), { response_format: 'verbose_json', timestamp_granularities: ['word'] });
    expect(['segments' in timed, 'words' in timed]).toEqual([false, true]);
  });

  it('are subtitles or text where wished', async () => {
    const bytes = await say();
    const write = async (response_format: 'text' | 'srt' | 'vtt') =>
      String(await transcribe(bytes, { response_format }));
    expect(await write('text')).toBe(`${text}\n`);
    expect(await write('srt')).toMatch(/^1\n00:00:00,000 --> 00:00:01,5\d\d\nThe ship sails at noon\.\n\n2\n00:00:01,/);
    expect(await write('vtt')).toMatch(/^WEBVTT\n\n00:00:00\.000 --> 00:00:01\.5\d\d\nThe ship sails at noon\.\n\n00:/);
  });

  it('tell speakers apart', async () => {
    const wishes = { model: 'gpt-4o-transcribe-diarize', response_format: 'diarized_json' as const };
    const answer = await transcribe(await say(), wishes);
    expect(findFaults('CreateTranscriptionResponseDiarizedJson', answer)).toEqual([]);
    expect(answer).toMatchObject({
      task: 'transcribe',
      text,
      segments: [{ speaker: 'A' }, { speaker: 'B' }, { speaker: 'A' }],
    });

    const sample = `data:audio/wav;base64,${hum(3).toString('base64')}`;
    const known = { ...wishes, known_speaker_names: ['agent'], known_speaker_references: [sample] };
    expect(await transcribe(await say(), known)).toMatchObject({
      segments: [{ speaker: 'agent' }, { speaker: 'A' }, {}],
    });
    const strategies = ['auto' as const, { type: 'server_vad' as const, threshold: 0.4 }];
    for (const chunking_strategy of strategies) {
      expect(await transcribe(hum(31), { ...wishes, chunking_strategy })).toMatchObject({ duration: 31 });
    }
    await expect(transcribe(hum(31), wishes)).rejects.toMatchObject({ param: 'chunking_strategy' });
  });

  it('stream, with log probabilities where wished', async () => {
    const file = await toFile(await say(), 'voice.mp3');
    const stream = await client.audio.transcriptions.create({
      model: 'gpt-4o-mini-transcribe',
      file,
      stream: true,
      include: ['logprobs'],
    });
    const events = [];
    for await (const event of stream) events.push(event);
    expect(events.flatMap(event => findFaults('CreateTranscriptionResponseStreamEvent', event))).toEqual([]);
    expect(events.map(event => (event.type === 'transcript.text.delta' ? event.delta : '')).join('')).toBe(text);
    expect(events[0]).toMatchObject({ logprobs: [{ token: 'The' }, { token: ' ship' }, { token: ' sails' }] });
    expect(events.at(-1)).toMatchObject({ type: 'transcript.text.done', text, usage: { output_tokens: 16 } });
  });

  it('stream the segments of speakers, and nothing of Whisper', async () => {
    const file = await toFile(await say(), 'voice.mp3');
    const wishes = {
      model: 'gpt-4o-transcribe-diarize',
      response_format: 'diarized_json',
      file,
      stream: true,
    } as const;
    const events = [];
    for await (const event of await client.audio.transcriptions.create(wishes)) events.push(event);
    expect(events.flatMap(event => findFaults('CreateTranscriptionResponseStreamEvent', event))).toEqual([]);
    const segments = events.filter(({ type }) => type === 'transcript.text.segment');
    expect(segments).toMatchObject([{ id: 'seg_001', speaker: 'A' }, { speaker: 'B' }, { speaker: 'A' }]);
    expect(events[0]).toMatchObject({ type: 'transcript.text.delta', segment_id: 'seg_001' });
    const whole = await client.audio.transcriptions.create({ model: 'whisper-1', file, stream: true }).asResponse();
    expect(await whole.json()).toMatchObject({ text });
  });

  it('name languages and take hints, with the model that does', async () => {
    const answer = await transcribe(hum(1), { model: 'gpt-transcribe', languages: ['fr', 'en'], keywords: ['quay'] });
    expect(findFaults('CreateTranscriptionResponseJson', answer)).toEqual([]);
    expect(answer['languages']).toEqual([{ code: 'fr' }]);
    expect(emulator.requests.at(-1)?.rawBody.toString('latin1')).toContain('name="keywords[]"');
  });

  const sound = () => hum(0.5);
  it.each<[string, () => Buffer, Wishes & { size?: number }, string, object]>([
    [
      'no audio',
      () => Buffer.from('Dear diary'),
      {},
      'voice.wav',
      { param: 'file', message: expect.stringContaining('corrupted or unsupported') },
    ],
    ['half a header', () => hum(1).subarray(0, 30), {}, 'voice.wav', { param: 'file' }],
    [
      'a name that tells no type',
      sound,
      {},
      'voice',
      { param: 'file', message: expect.stringMatching(/Supported formats: \['flac', 'm4a'/) },
    ],
    [
      'too much audio',
      () => addHeader(Buffer.alloc(25 * 1024 ** 2), 8000),
      {},
      'voice.wav',
      { status: 413, message: expect.stringContaining('26214400') },
    ],
    ['too little audio', () => hum(0.05), {}, 'voice.wav', { code: 'audio_too_short' }],
    [
      'a language in words',
      sound,
      { language: 'english' },
      'voice.wav',
      { param: 'language', code: 'invalid_language_format' },
    ],
    [
      'a temperature that is too high',
      sound,
      { temperature: 1.1 },
      'voice.wav',
      { param: 'temperature', code: 'decimal_above_max_value' },
    ],
    [
      'subtitles of a model without',
      sound,
      { model: 'gpt-4o-transcribe', response_format: 'srt' },
      'voice.wav',
      { param: 'response_format', code: 'unsupported_value' },
    ],
    [
      'speakers of a model that knows none',
      sound,
      { response_format: 'diarized_json' },
      'voice.wav',
      { param: 'response_format' },
    ],
    [
      'timestamps without verbose_json',
      sound,
      { timestamp_granularities: ['word'] },
      'voice.wav',
      { param: 'timestamp_granularities' },
    ],
    [
      'timestamps of a model without',
      sound,
      { model: 'gpt-transcribe', timestamp_granularities: ['word'] },
      'voice.wav',
      { param: 'timestamp_granularities', code: 'unsupported_parameter' },
    ],
    [
      'a prompt to the model of speakers',
      sound,
      { model: 'gpt-4o-transcribe-diarize', prompt: 'Ships' },
      'voice.wav',
      { param: 'prompt', code: 'unsupported_parameter' },
    ],
    ['log probabilities of Whisper', sound, { include: ['logprobs'] }, 'voice.wav', { param: 'include' }],
    ['keywords to Whisper', sound, { keywords: ['quay'] }, 'voice.wav', { param: 'keywords' }],
    [
      'names without samples',
      sound,
      { model: 'gpt-4o-transcribe-diarize', known_speaker_names: ['agent'] },
      'voice.wav',
      { param: 'known_speaker_references' },
    ],
    [
      'a short sample',
      sound,
      {
        model: 'gpt-4o-transcribe-diarize',
        known_speaker_names: ['agent'],
        known_speaker_references: [`data:audio/wav;base64,${hum(1).toString('base64')}`],
      },
      'voice.wav',
      { param: 'known_speaker_references[0]' },
    ],
    [
      'an unknown strategy',
      sound,
      { model: 'gpt-4o-transcribe-diarize', chunking_strategy: { type: 'server_vad', threshold: 2 } },
      'voice.wav',
      { param: 'chunking_strategy.threshold' },
    ],
    ['a model that speaks', sound, { model: 'tts-1' }, 'voice.wav', { status: 404, param: 'model' }],
    ['an unknown parameter', sound, { size: 3 }, 'voice.wav', { param: 'size', code: 'unknown_parameter' }],
  ])('are refused for %s', async (_, bytes, wishes, name, refusal) => {
    await expect(transcribe(bytes(), wishes, name)).rejects.toMatchObject({ status: 400, ...refusal });
  });

  it('are refused what the API takes no file of', async () => {
    await expect(transcribe(await say({ response_format: 'aac' }), {}, 'voice.aac')).rejects.toMatchObject({
      status: 400,
    });
    await expect(client.post('/audio/transcriptions', { body: { model: 'whisper-1' } })).rejects.toMatchObject({
      status: 415,
    });
  });
});

describe('translations', () => {
  it('say that they are English', async () => {
    const bytes = await say({ input: 'Guten Tag. Wie geht es?' });
    const answer = await translate(bytes);
    expect(findFaults('CreateTranslationResponseJson', answer)).toEqual([]);
    expect(answer).toEqual({ text: 'In English: Guten Tag. Wie geht es?' });
    const verbose = await translate(bytes, 'verbose_json');
    expect(findFaults('CreateTranslationResponseVerboseJson', verbose)).toEqual([]);
    expect(verbose).toMatchObject({ task: 'translate', language: 'english', segments: [{ id: 0 }, { id: 1 }] });
    expect(String(await translate(bytes, 'text'))).toBe('In English: Guten Tag. Wie geht es?\n');
    expect(String(await translate(bytes, 'srt'))).toMatch(/^1\n00:00:00,000 --> /);
    expect(String(await translate(bytes, 'vtt'))).toMatch(/^WEBVTT\n\n/);
  });

  it('are made by Whisper only, and take no language', async () => {
    const file = await toFile(hum(1), 'voice.wav');
    const other = client.audio.translations.create({ model: 'gpt-4o-transcribe', file });
    await expect(other).rejects.toMatchObject({ status: 404, param: 'model' });
    const body = { model: 'whisper-1', file, language: 'en' };
    await expect(client.audio.translations.create(body)).rejects.toMatchObject({ param: 'language' });
  });
});
