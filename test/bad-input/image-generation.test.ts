import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { onDay } from '../support/on-day';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'image_generation', model: 'gpt-image-1', prompt: privateWords };
const longPrompt = (length: number) => privateWords.padEnd(length, '.');
const dallE2 = 'dall-e-2';
const dallE3 = 'dall-e-3';
const svg = { model: 'gpt-image-2.6-flare', output_format: 'svg' };
const sizes = ['auto', '1024x1024', '1536x1024', '1024x1536'];
const qualities = ['auto', 'low', 'medium', 'high'];

const inputs: BadInput[] = [
  { what: 'no prompt', options: { prompt: '' }, field: 'prompt', shows: 'required', allowed: 'none' },
  { what: 'a blank prompt', options: { prompt: '  ' }, field: 'prompt', shows: 'blank' },
  { what: 'an object as prompt', options: { prompt: { text: privateWords } }, field: 'prompt', shows: 'an object' },
  {
    what: 'a prompt too long for DALL-E 2',
    options: { model: dallE2, prompt: longPrompt(1001) },
    field: 'prompt',
    shows: '1,001 characters',
    allowed: ['a string of at most 1,000 characters'],
  },
  {
    what: 'a prompt too long for DALL-E 3',
    options: { model: dallE3, prompt: longPrompt(4001) },
    field: 'prompt',
    shows: '4,001 characters',
    allowed: ['a string of at most 4,000 characters'],
  },
  {
    what: 'a prompt too long for GPT Image',
    options: { prompt: longPrompt(32001) },
    field: 'prompt',
    shows: '32,001 characters',
    allowed: ['a string of at most 32,000 characters'],
  },
  {
    what: 'a size of DALL-E for GPT Image',
    options: { size: '1792x1024' },
    field: 'size',
    shows: '"1792x1024"',
    allowed: sizes,
  },
  {
    what: 'a size of GPT Image for DALL-E 3',
    options: { model: dallE3, size: '1536x1024' },
    field: 'size',
    shows: '"1536x1024"',
  },
  {
    what: 'a landscape size for DALL-E 2',
    options: { model: dallE2, size: '1792x1024' },
    field: 'size',
    shows: '"1792x1024"',
  },
  { what: 'size big', options: { size: 'big' }, field: 'size', shows: '"big"', allowed: sizes },
  { what: 'a number as size', options: { size: 1024 }, field: 'size', shows: '1024', allowed: sizes },
  { what: 'a list as size', options: { size: [1024, 1024] }, field: 'size', shows: 'a list of 2' },
  {
    what: 'an odd size for GPT Image 2',
    options: { model: 'gpt-image-2', size: '1001x1000' },
    field: 'size',
    shows: '"1001x1000"',
  },
  {
    what: 'a size too large for GPT Image 2',
    options: { model: 'gpt-image-2', size: '4096x4096' },
    field: 'size',
    shows: '"4096x4096"',
  },
  {
    what: 'a diagonal orientation',
    options: { orientation: 'diagonal' },
    field: 'orientation',
    shows: '"diagonal"',
    allowed: ['landscape', 'portrait', 'square'],
  },
  {
    what: 'a landscape by DALL-E 2',
    options: { model: dallE2, orientation: 'landscape' },
    field: 'orientation',
    shows: '"landscape"',
    allowed: ['square'],
  },
  {
    what: 'orientation and size',
    options: { orientation: 'square', size: 'auto' },
    field: 'orientation',
    allowed: 'none',
  },
  { what: 'quality hd for GPT Image', options: { quality: 'hd' }, field: 'quality', shows: '"hd"', allowed: qualities },
  {
    what: 'quality high for DALL-E 3',
    options: { model: dallE3, quality: 'high' },
    field: 'quality',
    shows: '"high"',
    allowed: ['standard', 'hd'],
  },
  {
    what: 'quality hd for DALL-E 2',
    options: { model: dallE2, quality: 'hd' },
    field: 'quality',
    shows: '"hd"',
    allowed: ['standard'],
  },
  { what: 'quality best', options: { quality: 'best' }, field: 'quality', shows: '"best"', allowed: qualities },
  {
    what: 'style baroque',
    options: { model: dallE3, style: 'baroque' },
    field: 'style',
    shows: '"baroque"',
    allowed: ['vivid', 'natural'],
  },
  { what: 'n 0', options: { n: 0 }, field: 'n', shows: '0', allowed: ['an integer between 1 and 10'] },
  { what: 'n 11', options: { n: 11 }, field: 'n', shows: '11', allowed: ['an integer between 1 and 10'] },
  { what: 'n 1.5', options: { n: '1.5' }, field: 'n', shows: '1.5' },
  { what: 'n several', options: { n: 'several' }, field: 'n', shows: '"several"' },
  { what: 'two images of DALL-E 3', options: { model: dallE3, n: 2 }, field: 'n', shows: '2' },
  {
    what: 'a pink background',
    options: { background: 'pink' },
    field: 'background',
    shows: '"pink"',
    allowed: ['auto', 'opaque', 'transparent'],
  },
  {
    what: 'a transparent jpeg',
    options: { background: 'transparent', output_format: 'jpeg' },
    field: 'output_format',
    shows: '"jpeg"',
    allowed: ['png', 'webp'],
  },
  {
    what: 'format bmp',
    options: { output_format: 'bmp' },
    field: 'output_format',
    shows: '"bmp"',
    allowed: ['png', 'jpeg', 'webp'],
  },
  {
    what: 'format svg of an older model',
    options: { output_format: 'svg' },
    field: 'output_format',
    shows: '"svg"',
    allowed: ['png', 'jpeg', 'webp'],
  },
  {
    what: 'a compressed png',
    options: { output_format: 'png', output_compression: 50 },
    field: 'output_format',
    shows: '"png"',
    allowed: ['jpeg', 'webp'],
  },
  {
    what: 'compression without a format',
    options: { output_compression: 50 },
    field: 'output_format',
    shows: 'not set',
  },
  {
    what: 'compression 101',
    options: { output_format: 'jpeg', output_compression: 101 },
    field: 'output_compression',
    shows: '101',
    allowed: ['an integer between 0 and 100'],
  },
  {
    what: 'compression strong',
    options: { output_format: 'jpeg', output_compression: 'strong' },
    field: 'output_compression',
    shows: '"strong"',
  },
  {
    what: 'moderation lwo',
    options: { moderation: 'lwo' },
    field: 'moderation',
    shows: '"lwo"',
    allowed: ['auto', 'low'],
  },
  {
    what: 'response_format png',
    options: { model: dallE3, response_format: 'png' },
    field: 'response_format',
    shows: '"png"',
    allowed: ['b64_json', 'url'],
  },
  {
    what: 'four partial images',
    options: { partial_images: 4 },
    field: 'partial_images',
    shows: '4',
    allowed: ['an integer between 0 and 3'],
  },
  { what: 'partial images of an svg', options: { ...svg, partial_images: 1 }, field: 'partial_images', shows: '1' },
  { what: 'two svgs', options: { ...svg, n: 2 }, field: 'n', shows: '2' },
  {
    what: 'a safety identifier too long',
    options: { safety_identifier: privateWords.repeat(9) },
    field: 'safety_identifier',
    shows: '180 characters',
  },
  { what: 'a chat model', options: { model_id: 'gpt-4o' }, field: 'model', shows: 'cannot generate the image' },
  {
    what: 'an embedding model',
    options: { model_id: 'text-embedding-3-small' },
    field: 'model',
    shows: '"text-embedding-3-small"',
  },
  { what: 'another model without its id', options: { model: 'other' }, field: 'model_id', allowed: 'none' },
];

it.each(inputs)('image_generation refuses $what before any request [row 127 row 128]', async input => {
  expectRefusal(await plugin.refusal({ ...query, ...input.options }), input);
});

it('an empty prompt is refused, whatever the model [B04 row 127 bug: empty prompt still calls the API]', async () => {
  for (const model of ['dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-2', 'flux-1']) {
    for (const prompt of ['', null, undefined, '  \n']) {
      const { data } = await plugin.refusal({ ...query, model, prompt });
      expect(data.problems.map(({ field }) => field)).toEqual(['prompt']);
    }
  }
});

it('the prompt may be as long as each model takes it [row 128]', async () => {
  const limits = { 'dall-e-2': 1000, 'dall-e-3': 4000, 'gpt-image-1': 32000, 'gpt-image-99': 40000 };
  for (const [model, length] of Object.entries(limits)) {
    const { data } = await plugin.run({ ...query, model, prompt: longPrompt(length), dry_run: true });
    expect(data).toMatchObject({ body: { model, prompt: longPrompt(length) } });
  }
});

it('names models that would take what this one does not, and only those [row 43 row 127]', async () => {
  const suggestions = async (options: object) => {
    const { data } = await plugin.refusal({ ...query, ...options });
    return data.problems.map(
      ({ message }) => / Models that support it: ([^:]+)$/.exec(message)?.[1]?.split(', ') ?? []
    );
  };
  const [forSize = []] = await suggestions({ size: '1536x864' });
  expect(forSize.length).toBeGreaterThan(0);
  for (const model of forSize) {
    const { data } = await plugin.run({ ...query, model, size: '1536x864', dry_run: true });
    expect(data).toMatchObject({ body: { model, size: '1536x864' } });
  }
  expect(await suggestions({ quality: 'best' })).toEqual([[]]);
  // On this day, a model is still served of which nobody says what quality it supports.
  expect(await onDay('2026-09-10', () => suggestions({ quality: 'best' }))).toEqual([[]]);
  expect(await suggestions({ size: 'big' })).toEqual([[]]);
  expect(await suggestions({ n: 11 })).toEqual([[]]);
  expect(await suggestions({ background: 'transparent', output_format: 'jpeg' })).toEqual([[]]);
});

it('image_generation reports every fault at once [row 127 row 128]', async () => {
  const { data } = await plugin.refusal({
    ...query,
    prompt: '',
    size: 'big',
    quality: 'best',
    n: 11,
    background: 'pink',
    output_format: 'bmp',
    partial_images: 4,
    output: 'short',
  });
  const fields = ['prompt', 'size', 'quality', 'n', 'background', 'output_format', 'partial_images', 'output'];
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
});
