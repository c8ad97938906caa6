import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const long = `${privateWords}. `.repeat(300);
const joining = ['mp3', 'wav', 'aac', 'pcm'];
const olderVoices = ['alloy', 'ash', 'coral', 'echo', 'fable', 'onyx', 'nova', 'sage', 'shimmer'];
const formats = ['mp3', 'wav', 'aac', 'opus', 'flac', 'pcm'];

const inputs: BadInput[] = [
  { what: 'no text', options: { input: '' }, field: 'input', shows: 'input is required', allowed: 'none' },
  { what: 'a blank text', options: { input: ' \n' }, field: 'input', shows: 'blank' },
  { what: 'a list as text', options: { input: [privateWords] }, field: 'input', shows: 'a list of 1' },
  {
    what: 'a voice that is nearly one',
    options: { voice: 'aloy' },
    field: 'voice',
    shows: 'voice must be one of alloy,',
  },
  {
    what: 'a newer voice of an older model',
    options: { model: 'tts-1-hd', voice: 'ballad' },
    field: 'voice',
    shows: 'Models that support it: gpt-4o-mini-tts',
    allowed: olderVoices,
  },
  {
    what: 'a voice without id',
    options: { voice: { name: 'mine' } },
    field: 'voice.id',
    shows: 'required',
    allowed: 'none',
  },
  { what: 'a voice with an empty id', options: { voice: { id: '' } }, field: 'voice.id' },
  { what: 'a list of voices', options: { voice: ['alloy'] }, field: 'voice', shows: 'a list of 1' },
  {
    what: 'speed 0.2',
    options: { speed: '0.2' },
    field: 'speed',
    shows: '0.2',
    allowed: ['a number between 0.25 and 4'],
  },
  { what: 'speed 5', options: { speed: 5 }, field: 'speed', shows: '5', allowed: ['a number between 0.25 and 4'] },
  {
    what: 'speed fast',
    options: { speed: 'fast' },
    field: 'speed',
    shows: 'speed must be a number between 0.25 and 4; got',
  },
  {
    what: 'output_format flca',
    options: { output_format: 'flca' },
    field: 'output_format',
    shows: '"flca"',
    allowed: formats,
  },
  {
    what: 'a long text as flac',
    options: { input: long, output_format: 'flac' },
    field: 'output_format',
    shows: 'output_format must be one of mp3, wav, aac, pcm for text of more than 4,096 characters',
    allowed: joining,
  },
  {
    what: 'a long text as opus',
    options: { input: long, output_format: 'opus' },
    field: 'output_format',
    shows: 'must be one of mp3, wav, aac, pcm for text of more than 4,096 characters',
    allowed: joining,
  },
  {
    what: 'instructions of 4,097 characters',
    options: { instructions: privateWords.padEnd(4097, '.') },
    field: 'instructions',
    shows: 'got 4,097 characters',
    allowed: ['a string of at most 4,096 characters'],
  },
  {
    what: 'a model that listens',
    options: { model: 'whisper-1' },
    field: 'model',
    shows: 'cannot generate the speech; use one of gpt-4o-mini-tts',
  },
  { what: 'another model without its id', options: { model: 'other' }, field: 'model_id', allowed: 'none' },
  {
    what: 'broken extra parameters',
    options: { extra_parameters: '{ "seed"' },
    field: 'extra_parameters',
    allowed: 'none',
  },
];

it.each(inputs)('speech refuses $what before any request [row 102 row 127 row 128]', async input => {
  const options = { operation: 'speech', input: privateWords, ...input.options };
  expectRefusal(await plugin.refusal(options), { ...input, options });
});

it('speech reports every fault at once [row 127]', async () => {
  const { data } = await plugin.refusal({ operation: 'speech', voice: 'aloy', speed: 9, output_format: 'flca' });
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(['input', 'output_format', 'speed', 'voice']);
});
