import { randomBytes } from 'node:crypto';
import type { ReceivedRequest } from 'openai-emulator';
import sharp from 'sharp';
import type { FileContent } from '../../plugins/openai/lib/types/file';

/** Real files of every kind that people hand in, made while a test runs. */

interface Picture {
  width?: number;
  height?: number;
  colour?: { r: number; g: number; b: number };
  /** 0 to 1; absent: the file has no alpha channel. */
  alpha?: number;
  /** The colours stand in a list; PNG only. */
  palette?: boolean;
}

export const red = { r: 230, g: 20, b: 20 };
export const green = { r: 20, g: 200, b: 20 };

const start = ({ width = 64, height = 64, colour = red, alpha }: Picture) =>
  sharp({
    create: { width, height, channels: alpha === undefined ? 3 : 4, background: { ...colour, alpha: alpha ?? 1 } },
  });

/** A picture of one colour. */
export function paint(format: 'png' | 'jpeg' | 'webp' | 'gif' | 'avif', picture: Picture = {}): Promise<Buffer> {
  const image = start(picture);
  return (picture.palette ? image.png({ palette: true }) : image.toFormat(format)).toBuffer();
}

/** A PNG whose left half is transparent and whose right half is not. */
export async function paintMask(width = 64, height = 64, { palette = false } = {}): Promise<Buffer> {
  const opaque = await paint('png', { width: width / 2, height, alpha: 1 });
  return start({ width, height, alpha: 0 })
    .composite([{ input: opaque, left: width / 2, top: 0 }])
    .png({ palette })
    .toBuffer();
}

/** A JPEG as phones make it: stored lying on its side, with a note that says so. */
export function paintOnItsSide(storedWidth: number, storedHeight: number): Promise<Buffer> {
  return start({ width: storedWidth, height: storedHeight }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
}

/** A JPEG that holds a smaller JPEG, whose end is not its own, before its own data begins. */
export async function paintWithThumbnail(picture: Picture): Promise<Buffer> {
  const [whole, small] = await Promise.all([paint('jpeg', picture), paint('jpeg', { width: 16, height: 16 })]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(small.length + 2);
  const startMark = whole.subarray(0, 2);
  return Buffer.concat([startMark, Buffer.from([0xff, 0xed]), length, small, whole.subarray(2)]);
}

/** Noise cannot be compressed, so the file is at least this large. */
export async function paintNoise(format: 'png' | 'jpeg', bytes: number): Promise<Buffer> {
  const edge = Math.ceil(Math.sqrt(bytes / 2.4));
  const raw = { width: edge, height: edge, channels: 3 } as const;
  const image = sharp(randomBytes(edge * edge * 3), { raw });
  const written =
    format === 'png' ? image.png({ compressionLevel: 0 }) : image.jpeg({ quality: 100, chromaSubsampling: '4:4:4' });
  const file = await written.toBuffer();
  if (file.length < bytes) throw new Error(`The ${format} has ${file.length} bytes only`);
  return file;
}

export const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30"/></svg>'
);

export const pdf = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj',
    'trailer<</Root 1 0 R>>',
    '%%EOF',
  ].join('\n')
);

/** The beginning of a photograph of an iPhone, by which its kind is known. */
export const heic = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1'),
  Buffer.alloc(200),
]);

/** The first part of a file, as a broken upload leaves it. */
export function cutOff(file: Buffer, share = 0.7): Buffer {
  return file.subarray(0, Math.floor(file.length * share));
}

export function toDataUrl(file: Buffer, type = 'image/png'): string {
  return `data:${type};base64,${file.toString('base64')}`;
}

/** The bytes in a data URL, or in base64. */
export function contentOf(text = ''): Buffer {
  return Buffer.from(text.replace(/^data:[^,]*,/, ''), 'base64');
}

/** The colour in the middle of a picture's upper edge, which the emulator's edits leave as it is. */
export async function colourAtTop(file: Buffer): Promise<number[]> {
  const { width } = await sharp(file).metadata();
  const region = { left: Math.floor(width / 2), top: 2, width: 1, height: 1 };
  return [...(await sharp(file).extract(region).removeAlpha().raw().toBuffer())];
}

interface SentFile {
  field: string;
  name: string;
  type: string;
  content: Buffer;
}

/** A form as it arrived. */
export async function readForm(request: ReceivedRequest | undefined): Promise<{
  fields: Record<string, string>;
  files: SentFile[];
}> {
  if (!request) throw new Error('No request was received');
  const type = request.headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(request.rawBody), { headers: { 'content-type': type } }).formData();
  const fields: Record<string, string> = {};
  const files: SentFile[] = [];
  for (const [field, value] of form) {
    if (typeof value === 'string') fields[field] = value;
    else files.push({ field, name: value.name, type: value.type, content: Buffer.from(await value.arrayBuffer()) });
  }
  return { fields, files };
}

/** A file as it is loaded, called a text unless said otherwise. */
export const loadedFile = (content: Uint8Array, more: Partial<FileContent> = {}): FileContent => ({
  mime_type: 'text/plain',
  extension: 'txt',
  name: 'a.txt',
  bytes: content.length,
  content,
  ...more,
});
