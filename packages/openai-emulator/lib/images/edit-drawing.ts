import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { createMemory, digestOf } from '../answers/remember';
import { seedFrom } from '../answers/seed';
import type { GivenImage } from '../attachments/input-image';
import { noteWords } from '../drawing/drawn-words';
import { writeWords } from '../drawing/lettering';
import { animate, blur, encode, openSvg } from '../drawing/picture';
import type { Drawer } from './answers';
import type { EditInput } from './edit-input';
import type { Size } from './limits';
import type { ImageOrder } from './order';

interface Box extends Size {
  x: number;
  y: number;
}

const lossless = { compressionLevel: 0 };
const gridSize = 64;
const remember = createMemory();

function fit({ bytes }: GivenImage, { width, height }: Size, kernel: 'lanczos3' | 'nearest' = 'lanczos3'): Sharp {
  return sharp(bytes).autoOrient().ensureAlpha().resize(width, height, { fit: 'cover', kernel });
}

const fitFile = (image: GivenImage, size: Size, kernel?: 'nearest'): Promise<Buffer> =>
  fit(image, size, kernel).png(lossless).toBuffer();

/** The box around the transparent part of a mask. */
async function findOpening(mask: Buffer, size: Size): Promise<Box> {
  const grid = sharp(mask).resize(gridSize, gridSize, { fit: 'fill', kernel: 'nearest' });
  const alpha = await grid.extractChannel('alpha').raw().toBuffer();
  const open = [...alpha.keys()].filter(place => (alpha[place] ?? 0) < 128);
  if (open.length === 0) return { x: 0, y: 0, ...size };
  const columns = open.map(place => place % gridSize);
  const rows = open.map(place => Math.floor(place / gridSize));
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  const across = size.width / gridSize;
  const down = size.height / gridSize;
  return {
    x: left * across,
    y: top * down,
    width: (Math.max(...columns) - left + 1) * across,
    height: (Math.max(...rows) - top + 1) * down,
  };
}

function shrinkBox({ x, y, width, height }: Box, share: number): Box {
  const margin = Math.min(width, height) * share;
  return { x: x + margin, y: y + margin, width: width - margin * 2, height: height - margin * 2 };
}

/** Words on a coloured ground, nothing elsewhere. */
function drawBand(words: string, size: Size, box: Box, variant: number): Buffer {
  const hue = (seedFrom(words) + variant * 67) % 360;
  return Buffer.from(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">`,
      `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"`,
      ` fill="hsl(${hue}, 75%, 32%)" fill-opacity="0.82"/>`,
      writeWords(words, shrinkBox(box, 0.12), '#ffffff'),
      '</svg>',
    ].join('')
  );
}

/** Small copies of the other references, side by side in the upper right corner. */
async function drawThumbnails(others: GivenImage[], { width, height }: Size): Promise<OverlayOptions[]> {
  const gap = Math.ceil(Math.min(width, height) / 100);
  const roomForEach = Math.floor((width - gap) / Math.max(1, others.length)) - gap;
  const edge = Math.max(1, Math.min(roomForEach, Math.round(Math.min(width, height) / 6)));
  return Promise.all(
    others.map(async (image, index) => ({
      input: await fitFile(image, { width: edge, height: edge }),
      left: width - (others.length - index) * (edge + gap),
      top: gap,
    }))
  );
}

/** Cuts the corners off, for whoever asked for a transparent background. */
function drawRoundedFrame({ width, height }: Size): Buffer {
  const radius = Math.round(Math.min(width, height) / 6);
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
      `<rect width="${width}" height="${height}" rx="${radius}"/></svg>`
  );
}

/** What the prompt changes, on top of everything: within the mask if there is one. */
async function drawChange({ images, mask }: EditInput, { size, prompt }: ImageOrder, variant: number) {
  const cover = mask && (await fitFile(mask, size, 'nearest'));
  const lowerQuarter = { x: 0, y: size.height * 0.72, width: size.width, height: size.height * 0.22 };
  const box = cover ? await findOpening(cover, size) : lowerQuarter;
  const layers: OverlayOptions[] = [
    { input: drawBand(prompt, size, box, variant) },
    ...(await drawThumbnails(images.slice(1), size)),
  ];
  if (!cover) return layers;
  const ground = { create: { ...size, channels: 4 as const, background: 'transparent' } };
  const cut = sharp(ground).composite([...layers, { input: cover, blend: 'dest-out' }]);
  return [{ input: await cut.png(lossless).toBuffer() }];
}

/** The edited picture as bare pixels, which are dear to write as a file. */
async function compose(input: EditInput, order: ImageOrder, variant: number): Promise<Buffer> {
  const { images, markup } = input;
  const { size, background } = order;
  const [first] = images;
  if (!first) throw new Error('an edit needs an image');
  const layers: OverlayOptions[] = [
    ...(markup ? [{ input: await fitFile(markup, size) }] : []),
    ...(await drawChange(input, order, variant)),
    ...(background === 'transparent' ? [{ input: drawRoundedFrame(size), blend: 'dest-in' as const }] : []),
  ];
  return fit(first, size).composite(layers).toColourspace('srgb').raw().toBuffer();
}

/** The picture as an SVG holds it. */
function wrapInSvg(picture: Buffer, { width, height }: Size, author: string): Buffer {
  const link = `data:image/png;base64,${picture.toString('base64')}`;
  return Buffer.from(
    [openSvg({ width, height, author }), `<image width="${width}" height="${height}" href="${link}"/>`, '</svg>'].join(
      ''
    )
  );
}

function nameInput({ images, mask, markup }: EditInput): string {
  return [...images, mask, markup].map(image => image && digestOf(image.bytes)).join(' ');
}

/** Draws the first image again with the prompt written over it, within the mask if there is one. */
export function createEditDrawer(input: EditInput, order: ImageOrder): Drawer {
  const { size } = order;
  const finish = {
    format: order.format,
    isTransparent: order.background === 'transparent',
    quality: order.compression,
  };
  const composed = new Map<number, Promise<Buffer>>();
  const composeOnce = async (variant: number): Promise<Sharp> => {
    const pixels = composed.get(variant) ?? compose(input, order, variant);
    composed.set(variant, pixels);
    return sharp(await pixels, { raw: { ...size, channels: 4 } });
  };
  const toFile = async (variant: number): Promise<Buffer> => (await composeOnce(variant)).png(lossless).toBuffer();
  const write = async (variant: number): Promise<Buffer> => {
    const { format, frames, author } = order;
    if (format === 'svg') return wrapInSvg(await toFile(variant), size, author);
    if (format !== 'gif' || !frames) return encode(await composeOnce(variant), finish);
    const steps = Array.from({ length: frames.count }, (_, step) => toFile(variant + step));
    return animate(await Promise.all(steps), frames.delayMs);
  };
  const name = `${nameInput(input)} ${JSON.stringify(order)}`;
  return {
    draw: async variant => noteWords(await remember(`${name} ${variant}`, () => write(variant)), order.prompt),
    drawPartial: (variant, step) =>
      remember(`${name} ${variant} ${step}`, async () =>
        encode(await blur(await composeOnce(variant), size, step), finish)
      ),
  };
}
