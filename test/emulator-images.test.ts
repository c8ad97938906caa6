import { imageSize } from 'image-size';
import OpenAI, { toFile } from 'openai';
import type { ImageEditParamsNonStreaming, ImagesResponse } from 'openai/resources/images';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import sharp from 'sharp';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator({ models: 'retired', now: () => new Date('2026-11-20T12:00:00Z') });
  client = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.baseUrl, maxRetries: 0 });
});
afterAll(() => emulator.stop());

type Format = 'png' | 'jpeg' | 'webp' | 'gif';
type Colour = { r: number; g: number; b: number; alpha?: number };

const red = { r: 255, g: 0, b: 0 };
const green = { r: 0, g: 255, b: 0 };
const model = 'gpt-image-2.5-flare';
const prompt = 'Add a lighthouse';

async function paint(width: number, height: number, colour: Colour = red, format: Format = 'png'): Promise<Buffer> {
  const channels = colour.alpha === undefined ? 3 : 4;
  return sharp({ create: { width, height, channels, background: colour } })
    .toFormat(format)
    .toBuffer();
}

/** Transparent in its left half. */
async function cutMask(width: number, height: number): Promise<Buffer> {
  const half = { create: { width: width / 2, height, channels: 4, background: { ...red, alpha: 1 } } } as const;
  const opaque = await sharp(half).png().toBuffer();
  return sharp({ create: { width, height, channels: 4, background: { ...red, alpha: 0 } } })
    .composite([{ input: opaque, left: width / 2, top: 0 }])
    .png()
    .toBuffer();
}

async function upload(bytes: Buffer, type = 'image/png'): Promise<File> {
  return toFile(bytes, 'picture', { type });
}

async function edit(settings: Partial<ImageEditParamsNonStreaming>): Promise<ImagesResponse> {
  return client.images.edit({ model, prompt, image: await upload(await paint(1024, 1024)), ...settings });
}

function editJson(body: object): Promise<ImagesResponse> {
  return client.post('/images/edits', { body: { model, prompt, ...body } });
}

function toDataUrl(bytes: Buffer, type = 'image/png'): string {
  return `data:${type};base64,${bytes.toString('base64')}`;
}

function bytesOf(image: { b64_json?: string } | undefined): Buffer {
  return Buffer.from(image?.b64_json ?? '', 'base64');
}

async function colourAt(bytes: Buffer, left: number, top: number): Promise<number[]> {
  const { data } = await sharp(bytes)
    .extract({ left, top, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

describe('image edits', () => {
  it('draw on the given image, in its own size', async () => {
    const answer = await edit({ image: await upload(await paint(1280, 800, red, 'jpeg'), 'image/jpeg') });
    const bytes = bytesOf(answer.data?.[0]);
    expect(imageSize(bytes)).toMatchObject({ type: 'png', width: 1280, height: 800 });
    expect(answer).toMatchObject({ size: '1280x800', quality: 'medium', background: 'opaque', output_format: 'png' });
    const [r = 0, g = 255] = await colourAt(bytes, 640, 100);
    expect(r).toBeGreaterThan(245);
    expect(g).toBeLessThan(10);
    expect(await colourAt(bytes, 5, 640)).not.toEqual(await colourAt(bytes, 5, 100));
    expect(answer.usage).toMatchObject({ input_tokens_details: { text_tokens: 4, image_tokens: 65 + 6 * 129 } });
    expect((await edit({})).data).toEqual((await edit({})).data);
  });

  it('obey size, format, background, and n', async () => {
    const answer = await edit({ size: '1536x1024', output_format: 'webp', background: 'transparent', n: 2 });
    const [first, second] = (answer.data ?? []).map(bytesOf);
    expect(imageSize(first ?? Buffer.of())).toMatchObject({ type: 'webp', width: 1536, height: 1024 });
    expect((await sharp(first).stats()).isOpaque).toBe(false);
    expect(first?.equals(second ?? Buffer.of())).toBe(false);
    const small = await edit({ image: await upload(await paint(64, 64)), model: 'gpt-image-1.5' });
    expect(small.size).toBe('1024x1024');
  });

  it('show further images in a corner', async () => {
    const first = await upload(await paint(1024, 1024));
    const second = await upload(await paint(300, 200, green, 'webp'), 'image/webp');
    const answer = await edit({ image: [first, second] });
    const [r = 255, g = 0] = await colourAt(bytesOf(answer.data?.[0]), 950, 80);
    expect([r < 5, g > 250]).toEqual([true, true]);
    const form = emulator.requests.at(-1)?.rawBody.toString('latin1') ?? '';
    expect(form.match(/name="image\[\]"/g)).toHaveLength(2);
  });

  it('change nothing but what a mask leaves open', async () => {
    const answer = await edit({ mask: await upload(await cutMask(1024, 1024)) });
    const bytes = bytesOf(answer.data?.[0]);
    expect(await colourAt(bytes, 1000, 512)).toEqual([255, 0, 0]);
    expect(await colourAt(bytes, 5, 5)).not.toEqual([255, 0, 0]);
  });

  it('take JSON with data URLs, uploaded files, the sample, and addresses that are not visited', async () => {
    const file = await client.files.create({ file: await upload(await paint(1024, 1024, green)), purpose: 'vision' });
    const uploaded = await editJson({
      images: [{ file_id: file.id }],
      mask: { image_url: toDataUrl(await cutMask(1024, 1024)) },
    });
    expect(await colourAt(bytesOf(uploaded.data?.[0]), 1000, 512)).toEqual([0, 255, 0]);

    const image_url = toDataUrl(await paint(1024, 640));
    const several = await editJson({ images: [{ image_url }, { file_id: 'file-sample' }], size: '1024x1536' });
    expect(imageSize(bytesOf(several.data?.[0]))).toMatchObject({ width: 1024, height: 1536 });
    const distant = await editJson({ images: [{ image_url: 'https://www.example.com/a.png' }] });
    const near = await editJson({ images: [{ file_id: 'file-sample' }] });
    expect(distant.data).not.toEqual(near.data);
  });

  it('stream', async () => {
    const image = await upload(await paint(1024, 1024));
    const stream = await client.images.edit({ model, prompt, image, stream: true, partial_images: 2 });
    const events = [];
    for await (const event of stream) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      'image_edit.partial_image',
      'image_edit.partial_image',
      'image_edit.completed',
    ]);
    expect(new Set(events.map(({ b64_json }) => b64_json)).size).toBe(3);
    expect(events.map(event => imageSize(bytesOf(event)).width)).toEqual([1024, 1024, 1024]);
    expect(events.at(-1)).toMatchObject({ usage: { output_tokens: 1256 } });
  });

  it('are links with DALL-E 2', async () => {
    const image = await upload(await paint(256, 256));
    const answer = await edit({ model: 'dall-e-2', image, size: '512x512' });
    const file = await fetch(answer.data?.[0]?.url ?? '');
    expect(imageSize(Buffer.from(await file.arrayBuffer()))).toMatchObject({ type: 'png', width: 512 });
    const inline = await edit({ model: 'dall-e-2', image, response_format: 'b64_json' });
    expect(imageSize(bytesOf(inline.data?.[0])).width).toBe(1024);
  });

  it.each<[Partial<ImageEditParamsNonStreaming> & { style?: string }, string, string]>([
    [{ model: 'dall-e-3' }, 'invalid_value', 'model'],
    [{ response_format: 'url' }, 'unknown_parameter', 'response_format'],
    [{ style: 'vivid' }, 'unknown_parameter', 'style'],
    [{ model: 'gpt-image-2', input_fidelity: 'high' }, 'invalid_input_fidelity_model', 'input_fidelity'],
    [{ model: 'gpt-image-1-mini', input_fidelity: 'high' }, 'invalid_input_fidelity_model', 'input_fidelity'],
    [{ model: 'dall-e-2', quality: 'high' }, 'unknown_parameter', 'quality'],
    [{ size: '100x100' }, 'invalid_value', 'size'],
    [{ n: 11 }, 'integer_above_max_value', 'n'],
    [{ prompt: '' }, 'empty_string', 'prompt'],
    [{ partial_images: 4 }, 'integer_above_max_value', 'partial_images'],
  ])('refuse %j', async (settings, code, param) => {
    await expect(edit(settings)).rejects.toMatchObject({ status: 400, code, param });
  });

  it('refuse prompts and files that are not what they should be', async () => {
    const square = await paint(64, 64);
    const refused: [Partial<ImageEditParamsNonStreaming>, string, string][] = [
      [{ prompt: 'x'.repeat(32_001) }, 'string_above_max_length', 'prompt'],
      [{ image: await upload(square, 'application/octet-stream') }, 'unsupported_file_mimetype', 'image'],
      [{ image: await upload(Buffer.from('no picture')) }, 'invalid_image_file', 'image'],
      [{ image: [await upload(square), await upload(square, '')] }, 'unsupported_file_mimetype', 'image[1]'],
      [{ image: Array.from({ length: 17 }, () => new File(['x'], 'x')) }, 'array_above_max_length', 'image'],
      [{ mask: await upload(await paint(1024, 1024)) }, 'invalid_mask_image_format', 'mask'],
      [{ mask: await upload(await cutMask(64, 64)) }, 'invalid_mask_image_format', 'mask'],
      [{ model: 'dall-e-2', image: await upload(await paint(64, 32)) }, 'invalid_image_shape', 'image'],
      [{ model: 'dall-e-2', image: await upload(Buffer.alloc(5 * 1024 ** 2)) }, 'image_file_too_large', 'image'],
    ];
    for (const [settings, code, param] of refused) {
      await expect(edit(settings)).rejects.toMatchObject({ status: 400, code, param });
    }
  });

  it('refuse an image of more than 50 MB', async () => {
    const field = (name: string) => `--zinc\r\ncontent-disposition: form-data; name="${name}"`;
    const head = Buffer.from(
      `${field('prompt')}\r\n\r\n${prompt}\r\n${field('image')}; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`
    );
    const end = Buffer.from('\r\n--zinc--\r\n');
    // In one piece: a form reads its files in pieces, which takes two seconds for this one.
    const body = Buffer.alloc(head.length + 51 * 1024 ** 2 + end.length);
    head.copy(body);
    end.copy(body, body.length - end.length);
    const headers = { authorization: 'Bearer sk-test', 'content-type': 'multipart/form-data; boundary=zinc' };
    const answer = await fetch(`${emulator.baseUrl}/images/edits`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'image_file_too_large', param: 'image' } });
  });

  it.each([
    [{}, 400, 'missing_required_parameter', 'images'],
    [{ images: [] }, 400, 'empty_array', 'images'],
    [{ images: [{}] }, 400, 'invalid_value', 'images[0]'],
    [{ images: [{ file_id: 'file-nowhere' }] }, 404, null, 'images[0].file_id'],
    [{ images: [{ image_url: 'picture.png' }] }, 400, 'invalid_image_url', 'images[0].image_url'],
    [{ images: [{ image_url: 'data:image/png;base64,AAAA' }] }, 400, 'image_parse_error', 'images[0].image_url'],
    [{ images: [{ image_url: 'data:image/png;base64,*' }] }, 400, 'invalid_base64_image', 'images[0].image_url'],
    [{ images: [{ file_id: 'file-sample' }], model: 'dall-e-2' }, 400, 'invalid_value', 'model'],
    [{ images: [{ file_id: 'file-sample' }], prompt: undefined }, 400, 'missing_required_parameter', 'prompt'],
  ])('refuse the JSON %j', async (body, status, code, param) => {
    await expect(editJson(body)).rejects.toMatchObject({ status, code, param });
  });
});

describe('image variations', () => {
  it('are different pictures, as links or in base64', async () => {
    const image = await upload(await paint(128, 128));
    const links = await client.images.createVariation({ image, n: 2, size: '256x256' });
    const file = await fetch(links.data?.[1]?.url ?? '');
    expect(imageSize(Buffer.from(await file.arrayBuffer()))).toMatchObject({ type: 'png', width: 256, height: 256 });
    const inline = await client.images.createVariation({ image, n: 2, response_format: 'b64_json' });
    const [first, second] = (inline.data ?? []).map(bytesOf);
    expect(await colourAt(first ?? Buffer.of(), 9, 9)).not.toEqual(await colourAt(second ?? Buffer.of(), 9, 9));
  });

  it('are made by DALL-E 2 only, of squares', async () => {
    const image = await upload(await paint(128, 128));
    await expect(client.images.createVariation({ image, model })).rejects.toMatchObject({
      status: 400,
      param: 'model',
    });
    const oblong = await upload(await paint(128, 64));
    await expect(client.images.createVariation({ image: oblong })).rejects.toMatchObject({ param: 'image' });
  });
});

describe('files', () => {
  it('are kept until they are deleted', async () => {
    const content = await paint(8, 8);
    const file = await client.files.create({ file: await upload(content), purpose: 'vision' });
    expect(file).toMatchObject({ object: 'file', bytes: content.length, filename: 'picture', purpose: 'vision' });
    expect((await client.files.list()).data[0]).toEqual(file);
    expect(await client.files.retrieve(file.id)).toEqual(file);
    const download = await client.files.content(file.id);
    expect(Buffer.from(await download.arrayBuffer()).equals(content)).toBe(true);
    expect(await client.files.delete(file.id)).toEqual({ id: file.id, object: 'file', deleted: true });
    await expect(client.files.retrieve(file.id)).rejects.toMatchObject({ status: 404, param: 'id' });
  });
});

describe('chat about images', () => {
  type Parts = OpenAI.ChatCompletionContentPart[];

  async function ask(parts: Parts, chatModel = 'gpt-4o') {
    const content: Parts = [{ type: 'text', text: 'Compare these charts of sales' }, ...parts];
    const answer = await client.chat.completions.create({ model: chatModel, messages: [{ role: 'user', content }] });
    return { text: answer.choices[0]?.message.content, usage: answer.usage };
  }

  function show(url: string, detail?: 'low' | 'high'): Parts[number] {
    return { type: 'image_url', image_url: { url, ...(detail && { detail }) } };
  }

  it('names their kinds and sizes', async () => {
    const png = toDataUrl(await paint(640, 480));
    const jpeg = toDataUrl(await paint(300, 200, green, 'jpeg'), 'image/jpeg');
    const both = await ask([show(png), show(jpeg)]);
    expect(both.text).toMatch(
      /^I looked at 2 images: a 640x480 PNG in red, a 300x200 JPEG in green\. Here is .* sales/
    );
    const coarse = await ask([show(png, 'low'), show('https://www.example.com/a.png')]);
    expect(coarse.text).toMatch(
      /^I looked at one image: a 640x480 PNG with detail low in red\. I received one image \(from www\.example\.com\)\. /
    );
    expect((both.usage?.prompt_tokens ?? 0) - (coarse.usage?.prompt_tokens ?? 0)).toBe(680);
  });

  it('names files and their kinds', async () => {
    const pdf = { filename: 'sales.pdf', file_data: toDataUrl(Buffer.from('%PDF-1.7'), 'application/pdf') };
    const uploaded = await client.files.create({
      file: await toFile(Buffer.from('a,b\n1,2'), 'sales.csv', { type: 'text/csv' }),
      purpose: 'user_data',
    });
    const { text } = await ask([
      { type: 'file', file: pdf },
      { type: 'file', file: { file_id: uploaded.id } },
    ]);
    expect(text).toMatch(/^I read sales\.pdf \(PDF\), sales\.csv \(text\)\. /);
  });

  it('refuses what is no image, and models that see nothing', async () => {
    const words = Buffer.from('no picture');
    await expect(ask([show(toDataUrl(words))])).rejects.toMatchObject({ status: 400, code: 'image_parse_error' });
    const text = show(toDataUrl(words, 'text/plain'));
    await expect(ask([text])).rejects.toMatchObject({ status: 400, code: 'invalid_image_format' });
    await expect(ask([show(toDataUrl(await paint(8, 8)))], 'gpt-3.5-turbo')).rejects.toMatchObject({
      status: 400,
      param: 'messages.[0].content.[1].type',
      message: expect.stringContaining('only supported by certain models'),
    });
  });
});
