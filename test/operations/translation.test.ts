import { startPlugin, type TestPlugin } from '../support/plugin';
import { readForm, toDataUrl } from '../support/sample-files';
import { hum } from '../support/sample-sounds';

interface Data {
  text: string;
  language?: string;
  duration?: number;
  segments?: { id: number; start: number; end: number; text: string }[];
}

let plugin: TestPlugin;
let wav: Buffer;
beforeAll(async () => {
  plugin = await startPlugin();
  wav = await hum(2);
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const translate = (options: object = {}) =>
  plugin.run<Data>({ operation: 'translation', audio: toDataUrl(wav, 'audio/wav'), ...options });
const sentForm = () => readForm(plugin.lastRequest());

describe('a translation', () => {
  it('is made into English of what was handed in [row 106]', async () => {
    const { message, data, metadata } = await translate({ prompt: 'Zyntriqix', temperature: '0' });
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path: '/v1/audio/translations' });
    const { fields, files } = await sentForm();
    expect(fields).toEqual({ model: 'whisper-1', prompt: 'Zyntriqix', temperature: '0' });
    expect(files).toEqual([{ field: 'file', name: 'file.wav', type: 'audio/wav', content: wav }]);
    expect(message).toBe('Audio translated successfully');
    expect(data).toEqual({ text: expect.stringContaining('2 seconds of WAV') });
    expect(metadata).not.toHaveProperty('usage');
  });

  it('of what the emulator said before is known again [row 106]', async () => {
    const spoken = await plugin.run<{ data_url: string }>({ operation: 'speech', input: 'Guten Morgen.' });
    expect((await translate({ audio: spoken.data })).data.text).toBe('In English: Guten Morgen.');
  });

  it('has segments where timestamps are asked for [row 105 row 106]', async () => {
    const { data, metadata } = await translate({ timestamps: 'segment' });
    expect((await sentForm()).fields).toEqual({ model: 'whisper-1', response_format: 'verbose_json' });
    expect(data).toMatchObject({ language: 'english', duration: 2 });
    expect(data.segments?.[0]).toEqual({ id: 0, start: 0, end: expect.any(Number), text: expect.any(String) });
    expect(metadata.usage).toEqual({ input_seconds: 2 });
  });

  it.each([
    ['text', /^This is an emulated transcript.*[^\n]$/],
    ['srt', /^1\n00:00:00,000 --> /],
    ['vtt', /^WEBVTT\n/],
  ])('comes as %s [row 105 row 106]', async (response_format, text) => {
    expect((await translate({ response_format })).data).toEqual({ text: expect.stringMatching(text) });
  });

  it('is never streamed [row 106]', async () => {
    const events = [];
    for await (const event of plugin.stream({ operation: 'translation', audio: toDataUrl(wav) })) events.push(event);
    expect(events).toMatchObject([{ type: 'result', result: { status: 'ok' } }]);
  });

  it('names another way where OpenAI has shut it down [row 134]', async () => {
    plugin.emulator.answerNext('/v1/audio/translations', {
      status: 404,
      body: { error: { message: 'Invalid URL', type: 'invalid_request_error' } },
    });
    const { data } = await plugin.failure({ operation: 'translation', audio: toDataUrl(wav) });
    expect(data['hint']).toMatch(/2027-02-26; .*have chat translate/);
  });

  it('is shown by a dry run without a request [row 139]', async () => {
    const { data } = await translate({ dry_run: true });
    expect(data).toMatchObject({
      url: `${plugin.emulator.baseUrl}/audio/translations`,
      body: { model: 'whisper-1', file: { filename: 'file.wav', type: 'audio/wav', bytes: wav.length } },
    });
    expect(plugin.emulator.requests).toEqual([]);
  });
});
