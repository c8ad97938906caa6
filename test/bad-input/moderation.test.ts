import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { cutOff, heic, paint, paintNoise, pdf, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
const files: Record<string, unknown> = {};
beforeAll(async () => {
  plugin = await startPlugin();
  const picture = await paint('png');
  Object.assign(files, {
    picture: toDataUrl(picture),
    pdf: toDataUrl(pdf),
    heic: toDataUrl(heic),
    cut: toDataUrl(cutOff(picture)),
    heavy: toDataUrl(await paintNoise('png', 21_000_000)),
  });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

type Case = Omit<BadInput, 'options'> & { options?: object; file?: string };

const none = { allowed: 'none' } as const;
const images = { field: 'images', ...none };
const inputs: Case[] = [
  { what: 'nothing', field: 'input', shows: 'input or images is required', ...none },
  { what: 'empty fields', options: { input: '', images: [] }, field: 'input', shows: 'is required', ...none },
  { what: 'a blank input', options: { input: ' ' }, field: 'input', shows: 'blank' },
  { what: 'an empty list', options: { input: [] }, field: 'input', shows: 'got an empty list' },
  { what: 'an empty text', options: { input: [privateWords, ''] }, field: 'input[1]', shows: 'must not be empty' },
  { what: 'rows', options: { input: [{ note: privateWords }] }, field: 'input[0]', shows: 'row => row.note)}}' },
  { what: 'numbers', options: { input: [1, 2] }, field: 'input[0]', shows: 'got a number' },
  { what: 'an object', options: { input: { note: privateWords } }, field: 'input', shows: 'an object' },
  {
    what: 'a text as an image',
    options: { images: `${privateWords}!` },
    ...images,
    shows: 'image 1 is not a valid link',
  },
  {
    what: 'an image kept at OpenAI',
    options: { images: 'file-abc123' },
    ...images,
    shows: 'image 1 must be the file itself',
  },
  { what: 'a PDF', file: 'pdf', ...images, shows: 'got pdf (application/pdf)' },
  { what: 'a photograph of an iPhone', file: 'heic', ...images, shows: '(image/heic)' },
  { what: 'an image that is cut off', file: 'cut', ...images, shows: 'image 1 is incomplete' },
  { what: 'an image of more than 20 MB', file: 'heavy', ...images, shows: 'must be at most 20 MB' },
  {
    what: 'an image for a model that reads only',
    options: { model: 'text-moderation-stable' },
    file: 'picture',
    field: 'images',
    shows: 'use one of omni-moderation-latest',
    allowed: ['omni-moderation-latest', 'omni-moderation-2024-09-26'],
  },
  {
    what: 'a chat model',
    options: { model_id: 'gpt-5.4', input: privateWords },
    field: 'model',
    shows: 'omni-moderation',
  },
  { what: 'another model without its id', options: { model: 'other' }, field: 'model_id', ...none },
];

it.each(inputs)('moderation refuses $what before any request [row 127 row 128]', async input => {
  const options = { operation: 'moderation', ...(input.file && { images: files[input.file] }), ...input.options };
  expectRefusal(await plugin.refusal(options), { ...input, options });
});

it('moderation reports every fault at once [row 127]', async () => {
  const wrong = { operation: 'moderation', input: ['', 'zinc', 7], model_id: 'dall-e-3', query_timeout: -1 };
  const { data } = await plugin.refusal(wrong);
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual([
    'input[0]',
    'input[2]',
    'model',
    'query_timeout',
  ]);
});
