import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { cutOff, heic, paint, paintNoise, pdf, svg, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
const images: Record<string, unknown> = {};
beforeAll(async () => {
  plugin = await startPlugin();
  const picture = await paint('png');
  const thirty = toDataUrl(await paintNoise('png', 25_000_000));
  Object.assign(images, {
    picture: toDataUrl(picture),
    pdf: toDataUrl(pdf),
    svg: toDataUrl(svg),
    heic: toDataUrl(heic),
    avif: toDataUrl(await paint('avif')),
    text: toDataUrl(Buffer.from(`A note of ${privateWords}`)),
    cut: toDataUrl(cutOff(picture)),
    many: Array.from({ length: 501 }, () => 'file-sample'),
    heavy: [thirty, thirty],
  });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

type Case = Omit<BadInput, 'options'> & { options?: object; image?: string };

const image = { field: 'image', allowed: 'none' } as const;
const schema = { type: 'object', properties: { sum: { type: 'number' } } };
const inputs: Case[] = [
  { what: 'no image', options: { image: '' }, ...image, shows: 'image is required' },
  { what: 'an empty file picker', options: { image: [] }, ...image, shows: 'image is required' },
  { what: 'a text', options: { image: `${privateWords}!` }, ...image, shows: 'image 1 is not a valid link, data URL' },
  {
    what: 'an object without content',
    options: { image: { id: 7 } },
    ...image,
    shows: 'image 1 must have one of data_url',
  },
  { what: 'a truth value', options: { image: [true] }, ...image, shows: 'image 1 must be a file; got a boolean' },
  { what: 'a PDF labeled PNG', image: 'pdf', ...image, shows: 'got pdf (application/pdf)' },
  { what: 'an SVG', image: 'svg', ...image, shows: '(image/svg+xml)' },
  { what: 'a photograph of an iPhone', image: 'heic', ...image, shows: '(image/heic)' },
  { what: 'an AVIF', image: 'avif', ...image, shows: 'must be one of png, webp, jpeg, gif' },
  { what: 'a text file', image: 'text', ...image, shows: 'got txt (text/plain)' },
  { what: 'an image that is cut off', image: 'cut', ...image, shows: 'image 1 is incomplete' },
  {
    what: 'more than 500 images',
    image: 'many',
    field: 'image',
    shows: 'image must have at most 500 files',
    allowed: ['1 to 500'],
  },
  { what: 'more than 50 MB in all', image: 'heavy', ...image, shows: 'must be at most 50 MB in total' },
  { what: 'no prompt', options: { prompt: null }, field: 'prompt', shows: 'required', allowed: 'none' },
  { what: 'a blank prompt', options: { prompt: '\n' }, field: 'prompt', shows: 'blank' },
  {
    what: 'detail hihg',
    options: { detail: 'hihg' },
    field: 'detail',
    shows: '"hihg"',
    allowed: ['auto', 'low', 'high', 'original'],
  },
  { what: 'max_tokens 0', options: { max_tokens: 0 }, field: 'max_tokens', shows: '0' },
  {
    what: 'temperature 3',
    options: { model: 'gpt-4o', temperature: 3 },
    field: 'temperature',
    shows: '3',
    allowed: ['a number between 0 and 2'],
  },
  {
    what: 'an image model',
    options: { model_id: 'gpt-image-2' },
    field: 'model',
    shows: 'cannot analyze the image; use a model such as gpt-',
  },
  {
    what: 'a model without eyes',
    options: { model: 'gpt-3.5-turbo' },
    field: 'model',
    shows: 'cannot analyze the image; use a model such as gpt-',
  },
  { what: 'a schema that is not strict', options: { json_schema: schema }, field: 'json_schema', allowed: 'none' },
  {
    what: 'no schema',
    options: { response_format: 'json_schema' },
    field: 'json_schema',
    shows: 'required',
    allowed: 'none',
  },
  { what: 'another model without its id', options: { model: 'other' }, field: 'model_id', allowed: 'none' },
];

it.each(inputs)('image_analysis refuses $what before any request [row 66 row 127 row 128]', async input => {
  const { options, image: given = 'picture' } = input;
  const query = { operation: 'image_analysis', prompt: privateWords, image: images[given], ...options };
  expectRefusal(await plugin.refusal(query), { ...input, options: query });
});

it('image_analysis reports every fault at once [row 127]', async () => {
  const wrong = { operation: 'image_analysis', model_id: 'dall-e-3', detail: 'hihg', temperature: -1 };
  const { data } = await plugin.refusal(wrong);
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual([
    'detail',
    'image',
    'model',
    'prompt',
    'temperature',
  ]);
});
