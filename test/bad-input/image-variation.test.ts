import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { cutOff, heic, paint, paintNoise, pdf, svg, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
const images: Record<string, unknown> = {};
beforeAll(async () => {
  plugin = await startPlugin();
  const square = await paint('png');
  Object.assign(images, {
    square: toDataUrl(square),
    wide: toDataUrl(await paint('png', { width: 96 })),
    jpeg: toDataUrl(await paint('jpeg')),
    mislabeled: toDataUrl(await paint('webp'), 'image/png'),
    large: toDataUrl(await paintNoise('png', 4_000_001)),
    cut: toDataUrl(cutOff(square)),
    pdf: toDataUrl(pdf, 'image/png'),
    svg: toDataUrl(svg, 'image/svg+xml'),
    heic: toDataUrl(heic),
    two: [toDataUrl(square), toDataUrl(square)],
  });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

type Case = Omit<BadInput, 'options'> & { options?: object; image?: string };

const file = { field: 'image', allowed: 'none' } as const;
const sizes = ['256x256', '512x512', '1024x1024'];
const inputs: Case[] = [
  { what: 'no image', options: { image: '' }, ...file, shows: 'required' },
  { what: 'an empty file picker', options: { image: [] }, ...file, shows: 'required' },
  { what: 'a text', options: { image: `${privateWords}!` }, ...file, shows: 'image 1 is not a valid link, data URL' },
  {
    what: 'an object without content',
    options: { image: { size: 7 } },
    ...file,
    shows: 'image 1 must have one of data_url',
  },
  { what: 'a file id', options: { image: 'file-sample' }, ...file, shows: 'must be the file itself for dall-e-2' },
  {
    what: 'a link for OpenAI to read',
    options: { image: { image_url: 'https://images.example.com/a.png' } },
    ...file,
    shows: 'must be the file itself for dall-e-2',
  },
  { what: 'a rectangle', image: 'wide', ...file, shows: 'image 1 must be square for dall-e-2; got 96x64 pixels' },
  { what: 'a JPEG', image: 'jpeg', ...file, shows: 'image 1 must be png for dall-e-2; got jpg (image/jpeg)' },
  { what: 'a WebP labeled PNG', image: 'mislabeled', ...file, shows: 'got webp (image/webp)' },
  { what: 'a PDF labeled PNG', image: 'pdf', ...file, shows: 'got pdf (application/pdf)' },
  { what: 'an SVG', image: 'svg', ...file, shows: 'got svg (image/svg+xml)' },
  { what: 'a photograph of an iPhone', image: 'heic', ...file, shows: '(image/heic)' },
  { what: 'a PNG over 4 MB', image: 'large', ...file, shows: 'must be at most 4 MB for dall-e-2' },
  { what: 'a PNG that is cut off', image: 'cut', ...file, shows: 'image 1 is incomplete' },
  { what: 'two images', image: 'two', field: 'image', shows: 'image must be a single file for dall-e-2; got 2' },
  { what: 'a size of GPT Image', options: { size: '1536x1024' }, field: 'size', shows: '"1536x1024"', allowed: sizes },
  { what: 'eleven images', options: { n: 11 }, field: 'n', shows: '11', allowed: ['an integer between 1 and 10'] },
  { what: 'n few', options: { n: 'few' }, field: 'n', shows: '"few"' },
  {
    what: 'response_format png',
    options: { response_format: 'png' },
    field: 'response_format',
    shows: '"png"',
    allowed: ['b64_json', 'url'],
  },
  {
    what: 'a model that cannot',
    options: { model: 'gpt-image-2' },
    field: 'model',
    shows: 'cannot vary the image; use dall-e-2',
    allowed: ['dall-e-2'],
  },
];

it.each(inputs)('image_variation refuses $what before any request [row 66 row 127 row 128]', async input => {
  const { options, image = 'square' } = input;
  const query = { operation: 'image_variation', image: images[image], ...options };
  expectRefusal(await plugin.refusal(query), { ...input, options: query });
});

it('image_variation reports every fault at once [row 127]', async () => {
  const { data } = await plugin.refusal({ operation: 'image_variation', size: 'big', n: 0, response_format: 'png' });
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(['image', 'n', 'response_format', 'size']);
});
