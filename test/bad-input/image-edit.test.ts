import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';
import { cutOff, heic, paint, paintMask, paintNoise, pdf, svg, toDataUrl } from '../support/sample-files';

let plugin: TestPlugin;
const files: Record<string, unknown> = {};
beforeAll(async () => {
  plugin = await startPlugin();
  const [square, jpeg, webp] = await Promise.all([paint('png'), paint('jpeg'), paint('webp')]);
  Object.assign(files, {
    square: toDataUrl(square),
    gif: toDataUrl(await paint('gif')),
    avif: toDataUrl(await paint('avif')),
    heic: toDataUrl(heic),
    svg: toDataUrl(svg),
    pdf: toDataUrl(pdf),
    second: [toDataUrl(square), toDataUrl(pdf)],
    seventeen: Array.from({ length: 17 }, () => toDataUrl(square)),
    huge: toDataUrl(Buffer.concat([square, Buffer.alloc(51_000_000)])),
    cutPng: toDataUrl(cutOff(square)),
    cutJpeg: toDataUrl(cutOff(jpeg)),
    cutWebp: toDataUrl(cutOff(webp)),
    header: toDataUrl(square.subarray(0, 12)),
    large: toDataUrl(await paintNoise('png', 4_000_001)),
    wide: toDataUrl(await paint('png', { width: 96 })),
    mask: toDataUrl(await paintMask()),
    maskOfOtherSize: toDataUrl(await paintMask(96, 64)),
    maskOfColours: toDataUrl(await paint('png', { palette: true })),
    maskJpeg: toDataUrl(jpeg),
    twoMasks: [toDataUrl(await paintMask()), toDataUrl(await paintMask())],
  });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

type Case = Omit<BadInput, 'options'> & { options?: object; image?: string; mask?: string };

const model = 'gpt-image-2.5-flare';
const image = { field: 'image', allowed: 'none' } as const;
const mask = { field: 'mask', allowed: 'none' } as const;
const dallE2 = { model: 'dall-e-2' };

const wrongFiles: Case[] = [
  { what: 'no image', options: { image: null }, ...image, shows: 'image is required unless previous_response_id' },
  {
    what: 'an empty file picker',
    options: { image: [] },
    ...image,
    shows: 'image is required unless previous_response_id',
  },
  { what: 'an empty list as text', options: { image: '[]' }, ...image, shows: 'image is required' },
  { what: 'a text', options: { image: `${privateWords}!` }, ...image, shows: 'image 1 is not a valid link, data URL' },
  {
    what: 'text that could be base64',
    options: { image: 'Zebrafinken' },
    ...image,
    shows: 'image 1 has an unknown file type',
  },
  {
    what: 'a data URL without content',
    options: { image: 'data:image/png;base64,' },
    ...image,
    shows: 'image 1 is empty',
  },
  { what: 'a number in a list', options: { image: [7] }, ...image, shows: 'image 1 must be a file; got a number' },
  { what: 'nothing in a list', options: { image: [null] }, ...image, shows: 'image 1 is empty' },
  {
    what: 'an object without content',
    options: { image: { name: 'a' } },
    ...image,
    shows: 'image 1 must have one of data_url',
  },
  { what: 'a local file', options: { image: 'file:///etc/passwd' }, ...image, shows: 'only http and https' },
  {
    what: 'a GIF',
    image: 'gif',
    ...image,
    shows: `image 1 must be one of png, webp, jpeg for ${model}; got gif (image/gif)`,
  },
  { what: 'an AVIF', image: 'avif', ...image, shows: 'got avif (image/avif)' },
  { what: 'a photograph of an iPhone', image: 'heic', ...image, shows: 'got heic (image/heic)' },
  { what: 'an SVG labeled PNG', image: 'svg', ...image, shows: 'got svg (image/svg+xml)' },
  { what: 'a PDF labeled PNG', image: 'pdf', ...image, shows: 'got pdf (application/pdf)' },
  { what: 'a PDF as second image', image: 'second', ...image, shows: 'got pdf (application/pdf)' },
  { what: 'a PNG that is cut off', image: 'cutPng', ...image, shows: 'image 1 is incomplete' },
  { what: 'a JPEG that is cut off', image: 'cutJpeg', ...image, shows: 'image 1 is incomplete' },
  { what: 'a WebP that is cut off', image: 'cutWebp', ...image, shows: 'image 1 is incomplete' },
  { what: 'the first bytes of a PNG', image: 'header', ...image, shows: 'image 1 has an unknown file type' },
  {
    what: 'an image over 50 MB',
    image: 'huge',
    ...image,
    shows: `image 1 must be at most 50 MB for ${model}; got 51 MB`,
  },
  {
    what: 'seventeen images',
    image: 'seventeen',
    field: 'image',
    shows: `image must have at most 16 files for ${model}; got 17`,
    allowed: ['1 to 16'],
  },
  { what: 'a rectangle for DALL-E 2', options: dallE2, image: 'wide', ...image, shows: 'must be square for dall-e-2' },
  {
    what: 'over 4 MB for DALL-E 2',
    options: dallE2,
    image: 'large',
    ...image,
    shows: 'must be at most 4 MB for dall-e-2',
  },
  { what: 'a file id for DALL-E 2', options: { ...dallE2, image: 'file-sample' }, ...image, shows: 'the file itself' },
  {
    what: 'two images for DALL-E 2',
    options: dallE2,
    image: 'second',
    field: 'image',
    shows: 'must be a single file for dall-e-2',
  },
];

const wrongMasks: Case[] = [
  { what: 'a mask without alpha', mask: 'square', ...mask, shows: 'mask 1 must have an alpha channel' },
  { what: 'a mask of opaque colours', mask: 'maskOfColours', ...mask, shows: 'mask 1 must have an alpha channel' },
  { what: 'a JPEG as mask', mask: 'maskJpeg', ...mask, shows: 'got jpg (image/jpeg)' },
  { what: 'two masks', mask: 'twoMasks', field: 'mask', shows: 'mask must be a single file' },
  { what: 'a text as mask', options: { mask: `${privateWords}!` }, ...mask, shows: 'mask 1 is not a valid link' },
  {
    what: 'a mask of another size',
    mask: 'maskOfOtherSize',
    ...mask,
    shows: 'mask must have the same size as image 1, 64x64 pixels; got 96x64',
  },
];

const wrongOptions: Case[] = [
  { what: 'no prompt', options: { prompt: '' }, field: 'prompt', shows: 'required', allowed: 'none' },
  { what: 'a blank prompt', options: { prompt: ' ' }, field: 'prompt', shows: 'blank' },
  { what: 'DALL-E 3', options: { model: 'dall-e-3' }, field: 'model', shows: 'cannot edit the image; use one of gpt' },
  { what: 'a chat model', options: { model_id: 'gpt-4o' }, field: 'model', shows: '"gpt-4o"' },
  { what: 'size big', options: { size: 'big' }, field: 'size', shows: '"big"' },
  {
    what: 'high fidelity of the small model',
    options: { model: 'gpt-image-1-mini', input_fidelity: 'high' },
    field: 'input_fidelity',
    shows: '"high"',
    allowed: ['low'],
  },
  { what: 'fidelity hihg', options: { input_fidelity: 'hihg' }, field: 'input_fidelity', shows: '"hihg"' },
  {
    what: 'a transparent jpeg',
    options: { background: 'transparent', output_format: 'jpeg' },
    field: 'output_format',
    shows: '"jpeg"',
    allowed: ['png', 'webp'],
  },
  { what: 'a compressed png', options: { output_compression: 50 }, field: 'output_format', shows: 'not set' },
  {
    what: 'orientation and size',
    options: { orientation: 'square', size: 'auto' },
    field: 'orientation',
    allowed: 'none',
  },
  { what: 'n 11', options: { n: 11 }, field: 'n', shows: '11' },
  { what: 'four partial images', options: { partial_images: 4 }, field: 'partial_images', shows: '4' },
  { what: 'quality hd', options: { quality: 'hd' }, field: 'quality', shows: '"hd"' },
  {
    what: 'two images of an earlier one',
    options: { image: null, image_id: 'ig_1', n: 2 },
    field: 'n',
    shows: 'n must be 1 when',
    allowed: [1],
  },
  {
    what: 'an earlier image for DALL-E 2',
    options: { ...dallE2, image: null, previous_response_id: 'resp_1' },
    field: 'previous_response_id',
    shows: 'dall-e-2',
  },
  {
    what: 'an object as image id',
    options: { image: null, image_id: { id: 'ig_1' } },
    field: 'image_id',
    shows: 'an object',
  },
];

const toQuery = ({ options, image: given = 'square', mask: over }: Case) => ({
  operation: 'image_edit',
  model,
  prompt: privateWords,
  image: files[given],
  ...(over && { mask: files[over] }),
  ...options,
});

it.each(wrongFiles)('image_edit refuses $what before any request [row 66 row 127 row 128]', async input => {
  expectRefusal(await plugin.refusal(toQuery(input)), { ...input, options: {} });
});

it.each(wrongMasks)(
  'image_edit refuses $what before any request [row 62 row 66 row 127 bug: mask failure ignored, call still paid]',
  async input => {
    expectRefusal(await plugin.refusal(toQuery(input)), { ...input, options: {} });
  }
);

it.each(wrongOptions)('image_edit refuses $what before any request [row 127 row 128]', async input => {
  expectRefusal(await plugin.refusal(toQuery(input)), { ...input, options: {} });
});

it('a mask is refused where a GIF is asked for, which takes none [row 66]', async () => {
  const gif = { model: 'gpt-image-2.6-flare', output_format: 'gif', options: {} };
  const { data } = await plugin.refusal({ ...toQuery({ what: '', field: '', mask: 'mask' }), ...gif });
  expect(data.problems).toMatchObject([{ field: expect.stringMatching(/^(mask|output_format)$/) }]);
});

it('an empty prompt is refused, whatever the model [row 127 bug: empty prompt still calls the API]', async () => {
  for (const id of ['dall-e-2', 'gpt-image-1', 'gpt-image-2', 'flux-1']) {
    const { data } = await plugin.refusal({ ...toQuery({ what: '', field: '' }), model: id, prompt: '  \n' });
    expect(data.problems.map(({ field }) => field)).toEqual(['prompt']);
  }
});

it('image_edit reports every wrong file at once, then every wrong option [row 66 row 127]', async () => {
  const query = toQuery({ what: '', field: '', mask: 'maskJpeg' });
  const wrong = await plugin.refusal({ ...query, image: [files['pdf'], files['square'], files['cutPng']] });
  expect(wrong.data.problems.map(({ message }) => message.slice(0, 14))).toEqual([
    'image 1 must b',
    'image 3 is inc',
    'mask 1 must be',
  ]);
  const { data } = await plugin.refusal({ ...query, image: '', n: 11, quality: 'best', prompt: '' });
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(['image', 'n', 'prompt', 'quality']);
});
