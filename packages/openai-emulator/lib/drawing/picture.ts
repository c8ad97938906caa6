import sharp, { type Sharp } from 'sharp';
import { createMemory } from '../answers/remember';
import { numbersFrom, seedFrom } from '../answers/seed';
import { noteWords } from './drawn-words';
import { writeWords } from './lettering';

export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'svg';

export const details = ['low', 'medium', 'high'] as const;

/** How much a picture shows. */
export type Detail = (typeof details)[number];

const circles: Record<Detail, number> = { low: 3, medium: 6, high: 12 };

/** How a picture moves. */
export interface Frames {
  count: number;
  delayMs: number;
}

/** How a finished picture is written. */
export interface Finish {
  format: ImageFormat;
  isTransparent: boolean;
  /** 0 to 100, for jpeg and webp. */
  quality: number;
}

export interface Picture extends Finish {
  words: string;
  width: number;
  height: number;
  /** Tells the pictures of one request apart. */
  variant: number;
  detail?: Detail;
  isNatural?: boolean;
  frames?: Frames | undefined;
  author?: string;
}

const remember = createMemory();

/** @param drift How far the shapes have moved to the right, of the width. */
function drawShapes(picture: Picture, hue: number, drift: number): string[] {
  const { words, width, height, variant, detail = 'medium', isNatural = false } = picture;
  const saturation = isNatural ? 35 : 75;
  const nextNumber = numbersFrom(seedFrom(words) + variant);
  const size = Math.min(width, height);
  return Array.from({ length: circles[detail] }, (_, index) => {
    const x = Math.round(((nextNumber() + drift) % 1) * width);
    const y = Math.round(nextNumber() * height);
    const radius = Math.round(size * (0.08 + nextNumber() * 0.2));
    const colour = `hsl(${Math.round(hue + index * 23) % 360}, ${saturation}%, ${55 + Math.round(nextNumber() * 20)}%)`;
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}" fill-opacity="0.7"/>`;
  });
}

/** The beginning of an SVG, which names the model that writes it where one was asked for. */
export function openSvg({ width, height, author }: Pick<Picture, 'width' | 'height' | 'author'>): string {
  const opened = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return author ? `${opened}<desc>${author.replace(/[<&]/g, '')}</desc>` : opened;
}

/** A coloured picture with the words on it; the same words always get the same picture. */
function drawSvg(picture: Picture, drift = 0): string {
  const { words, width, height, isTransparent, variant } = picture;
  const hue = (seedFrom(words) + variant * 67) % 360;
  const margin = Math.round(Math.min(width, height) * 0.09);
  const padding = margin / 2;
  const panel = { x: margin, y: margin * 2, width: width - margin * 2, height: height - margin * 4 };
  const box = {
    x: panel.x + padding,
    y: panel.y + padding,
    width: panel.width - padding * 2,
    height: panel.height - padding * 2,
  };
  const backdrop = [
    `<linearGradient id="sky" x2="1" y2="1"><stop stop-color="hsl(${hue}, 60%, 45%)"/>`,
    `<stop offset="1" stop-color="hsl(${(hue + 60) % 360}, 65%, 30%)"/></linearGradient>`,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`,
  ];
  return [
    openSvg(picture),
    ...(isTransparent ? [] : backdrop),
    ...drawShapes(picture, hue, drift),
    `<rect x="${panel.x}" y="${panel.y}" width="${panel.width}" height="${panel.height}" rx="${padding}"`,
    ` fill="#101828" fill-opacity="0.72"/>`,
    writeWords(words, box, '#ffffff'),
    '</svg>',
  ].join('');
}

export async function encode(image: Sharp, { format, quality, isTransparent }: Finish): Promise<Buffer> {
  const kept = isTransparent ? image : image.flatten();
  switch (format) {
    case 'jpeg':
      return image
        .flatten()
        .jpeg({ quality: Math.max(1, quality) })
        .toBuffer();
    case 'webp':
      return kept.webp({ quality: Math.max(1, quality), effort: 0 }).toBuffer();
    case 'gif':
      return kept.gif({ effort: 1, dither: 0 }).toBuffer();
    default:
      return kept.png({ compressionLevel: 2 }).toBuffer();
  }
}

/** A gif of pictures of one size that follow each other. */
export function animate(pictures: Buffer[], delayMs: number): Promise<Buffer> {
  const delay = pictures.map(() => Math.max(10, Math.round(delayMs / 10) * 10));
  return sharp(pictures, { join: { animated: true } })
    .gif({ delay, loop: 0, effort: 1, dither: 0 })
    .toBuffer();
}

async function write(picture: Picture): Promise<Buffer> {
  const { format, frames } = picture;
  const svg = Buffer.from(drawSvg(picture));
  if (format === 'svg') return svg;
  if (format !== 'gif' || !frames) return encode(sharp(svg), picture);
  const steps = Array.from({ length: frames.count }, (_, step) => step / frames.count);
  const drawn = steps.map(drift =>
    sharp(Buffer.from(drawSvg(picture, drift)))
      .png({ compressionLevel: 0 })
      .toBuffer()
  );
  return animate(await Promise.all(drawn), frames.delayMs);
}

/** The finished file of a picture. */
export async function drawPicture(picture: Picture): Promise<Buffer> {
  return remember(JSON.stringify(picture), async () => noteWords(await write(picture), picture.words));
}

/** A blurred version of what was drawn, clearer with every step, as a model shows it while it draws. */
export async function blur(drawn: Sharp, { width, height }: { width: number; height: number }, step: number) {
  const coarseness = 64 / 2 ** step;
  const coarse = await drawn
    .resize(Math.ceil(width / coarseness), Math.ceil(height / coarseness))
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(coarse).resize(width, height, { fit: 'fill', kernel: 'cubic' });
}

export async function drawPartialPicture(picture: Picture, step: number): Promise<Buffer> {
  return remember(`${JSON.stringify(picture)} ${step}`, async () =>
    encode(await blur(sharp(Buffer.from(drawSvg(picture))), picture, step), picture)
  );
}
