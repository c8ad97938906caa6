import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { paint, pdf, toDataUrl } from '../support/sample-files';
import { beginnings, hum } from '../support/sample-sounds';

let plugin: TestPlugin;
const sounds: Record<string, unknown> = {};
beforeAll(async () => {
  plugin = await startPlugin();
  const wav = await hum(1);
  Object.assign(sounds, {
    wav: toDataUrl(wav, 'audio/wav'),
    aac: toDataUrl(await hum(1, 'aac'), 'audio/mpeg'),
    mov: toDataUrl(beginnings.mov, 'video/mp4'),
    png: toDataUrl(await paint('png'), 'audio/mpeg'),
    pdf: toDataUrl(pdf),
    text: toDataUrl(Buffer.from(privateWords), 'audio/mpeg'),
    noise: toDataUrl(Buffer.alloc(64, 0), 'audio/mpeg'),
    large: toDataUrl(Buffer.concat([wav, Buffer.alloc(25 * 1024 * 1024)]), 'audio/wav'),
    two: [toDataUrl(wav), toDataUrl(wav)],
  });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

type Case = Omit<BadInput, 'options'> & { options?: object; audio?: string };

const file = { field: 'audio', allowed: 'none' } as const;
const codes = ['a valid ISO 639 code, such as en, de or ja'];
const both: Case[] = [
  { what: 'no audio', options: { audio: '' }, ...file, shows: 'audio is required' },
  { what: 'an empty file picker', options: { audio: [] }, ...file, shows: 'audio is required' },
  { what: 'a text', options: { audio: `${privateWords}!` }, ...file, shows: 'audio 1 is not a valid link, data URL' },
  {
    what: 'an object without content',
    options: { audio: { id: 7 } },
    ...file,
    shows: 'audio 1 must have one of data_url',
  },
  { what: 'no bytes', options: { audio: new Uint8Array() }, ...file, shows: 'audio 1 is empty' },
  { what: 'a file id', options: { audio: 'file-sample' }, ...file, shows: 'must be the file itself; got a file id' },
  {
    what: 'bare AAC labeled MP3',
    audio: 'aac',
    ...file,
    shows: 'audio 1 must be one of mp3, wav, m4a, mp4, webm, ogg, flac, mpeg; got aac (audio/aac)',
  },
  { what: 'a film of an iPhone', audio: 'mov', ...file, shows: '(video/quicktime)' },
  { what: 'an image labeled MP3', audio: 'png', ...file, shows: 'got png (image/png)' },
  { what: 'a PDF', audio: 'pdf', ...file, shows: 'got pdf (application/pdf)' },
  { what: 'a text labeled MP3', audio: 'text', ...file, shows: 'got txt (text/plain)' },
  { what: 'bytes of nothing known', audio: 'noise', ...file, shows: 'audio 1 has an unknown file type' },
  { what: 'more than 25 MB', audio: 'large', ...file, shows: 'audio 1 must be at most 26.2 MB; got 26.3 MB' },
  { what: 'two sounds', audio: 'two', field: 'audio', shows: 'audio must be a single file; got 2', allowed: ['1'] },
  {
    what: 'temperature 1.5',
    options: { temperature: 1.5 },
    field: 'temperature',
    shows: '1.5',
    allowed: ['a number between 0 and 1'],
  },
  {
    what: 'a model that speaks',
    options: { model: 'tts-1' },
    field: 'model',
    shows: 'the audio; use ',
  },
  { what: 'another model without its id', options: { model: 'other' }, field: 'model_id', allowed: 'none' },
  {
    what: 'subtitles with timestamps',
    options: { model: 'whisper-1', response_format: 'srt', timestamps: 'segment' },
    field: 'response_format',
    shows: 'response_format is "srt"; timestamps require verbose_json',
    allowed: ['verbose_json'],
  },
];

const transcription: Case[] = [
  ...both,
  { what: 'a language by its name', options: { language: 'english' }, field: 'language', allowed: codes },
  { what: 'a language with its country', options: { language: 'en-US' }, field: 'language', allowed: codes },
  {
    what: 'a code of no language',
    options: { language: 'xx' },
    field: 'language',
    shows: 'language "xx" is not',
    allowed: codes,
  },
  {
    what: 'timestamps of a model without',
    options: { timestamps: 'word' },
    field: 'timestamps',
    shows: 'timestamps must be none for gpt-transcribe; got "word". Models that support it: whisper-1',
    allowed: ['none'],
  },
  { what: 'timestamps of lines', options: { timestamps: 'line' }, field: 'timestamps', shows: '"line"' },
  {
    what: 'subtitles of a model without',
    options: { model: 'gpt-4o-transcribe', response_format: 'vtt' },
    field: 'response_format',
    shows: 'must be one of json, text for gpt-4o-transcribe; got "vtt". Models that support it: whisper-1',
    allowed: ['json', 'text'],
  },
  {
    what: 'speakers of a model that cannot tell them apart',
    options: { model: 'whisper-1', response_format: 'diarized_json' },
    field: 'response_format',
    shows: 'Models that support it: gpt-4o-transcribe-diarize',
  },
];

const translation: Case[] = [
  ...both,
  {
    what: 'timestamps of words',
    options: { timestamps: 'word' },
    field: 'timestamps',
    shows: '"word"',
    allowed: ['none', 'segment'],
  },
  {
    what: 'speakers',
    options: { response_format: 'diarized_json' },
    field: 'response_format',
    shows: '"diarized_json"',
  },
  {
    what: 'a model that only transcribes',
    options: { model: 'gpt-transcribe' },
    field: 'model',
    shows: 'cannot translate the audio; use whisper-1',
    allowed: ['whisper-1'],
  },
];

async function refuse(operation: string, input: Case): Promise<void> {
  const { options, audio = 'wav' } = input;
  const query = { operation, audio: sounds[audio], prompt: privateWords, ...options };
  expectRefusal(await plugin.refusal(query), { ...input, options: query });
}

it.each(transcription)('transcription refuses $what before any request [row 104 row 127 row 128]', input =>
  refuse('transcription', input)
);

it.each(translation)('translation refuses $what before any request [row 106 row 127 row 128]', input =>
  refuse('translation', input)
);

it('transcription reports every fault at once [row 127]', async () => {
  const { data } = await plugin.refusal({
    operation: 'transcription',
    language: 'english',
    temperature: 2,
    timestamps: 'x',
  });
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual([
    'audio',
    'language',
    'temperature',
    'timestamps',
  ]);
});
