import sharp from 'sharp';
import { drawPicture } from '../drawing/picture';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { isObject, textOf } from '../http/json';

/** A picture that came with a request. */
export interface GivenImage {
  bytes: Buffer;
  format: 'png' | 'jpeg' | 'webp' | 'gif';
  /** In pixels, the way up that the file asks to be shown. */
  width: number;
  height: number;
  hasAlpha: boolean;
}

const placeholderSize = { width: 1024, height: 1024 };

function formatOf(bytes: Buffer): GivenImage['format'] | undefined {
  const start = bytes.toString('latin1', 0, 12);
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(start)) return 'gif';
  return /^RIFF[\s\S]{4}WEBP/.test(start) ? 'webp' : undefined;
}

/** What the bytes themselves say; undefined if they are no picture that the API takes. */
export async function readImage(bytes: Buffer): Promise<GivenImage | undefined> {
  const format = formatOf(bytes);
  if (!format) return undefined;
  try {
    const { autoOrient, hasAlpha } = await sharp(bytes).metadata();
    return { bytes, format, width: autoOrient.width, height: autoOrient.height, hasAlpha };
  } catch {
    return undefined;
  }
}

interface InlineFile {
  type: string;
  bytes: Buffer;
}

/** The content of a data URL; undefined for other addresses and for broken base64. */
export function readDataUrl(url: string): InlineFile | undefined {
  const [start, type = ''] = /^data:([^;,]*)[^,]*;base64,/i.exec(url.slice(0, 200)) ?? [];
  if (start === undefined) return undefined;
  const content = url.slice(start.length);
  return /^[\w+/-]*={0,2}$/.test(content) ? { type, bytes: Buffer.from(content, 'base64') } : undefined;
}

export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** Stands for a picture on the web, which the emulator does not visit. */
async function drawPlaceholder(url: string): Promise<GivenImage> {
  const look = { format: 'png', isTransparent: false, quality: 100, variant: 0 } as const;
  const bytes = await drawPicture({ ...look, ...placeholderSize, words: new URL(url).host });
  return { bytes, format: 'png', ...placeholderSize, hasAlpha: false };
}

function refuseBytes(declared: string, param?: string): ApiError {
  const isCalledImage = declared === '' || declared.startsWith('image/');
  const advice = isCalledImage ? 'is valid.' : "has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].";
  return new ApiError(`You uploaded an unsupported image. Please make sure your image ${advice}`, {
    ...(param && { param }),
    code: isCalledImage ? 'image_parse_error' : 'invalid_image_format',
  });
}

export async function readInlineImage({ type, bytes }: InlineFile, param?: string): Promise<GivenImage> {
  const image = await readImage(bytes);
  if (image) return image;
  throw refuseBytes(type, param);
}

/** The picture behind a URL of any kind. */
export async function readImageUrl(url: string, param: string): Promise<GivenImage> {
  if (isWebAddress(url)) return drawPlaceholder(url);
  const inline = readDataUrl(url);
  if (inline) return readInlineImage(inline, param);
  throw new ApiError(
    `Invalid '${param}'. Expected a base64-encoded data URL with an image MIME type ` +
      "(e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got a value without one.",
    { param, code: url.startsWith('data:') ? 'invalid_base64_image' : 'invalid_image_url' }
  );
}

/** The picture that `{ image_url }` or `{ file_id }` means. */
export async function readImageReference(reference: unknown, param: string, files: UploadedFiles): Promise<GivenImage> {
  const { image_url, file_id } = isObject(reference) ? reference : {};
  if ((textOf(image_url) === '') === (textOf(file_id) === '')) {
    throw new ApiError(`Invalid '${param}': exactly one of 'image_url' and 'file_id' must be given.`, {
      param,
      code: 'invalid_value',
    });
  }
  if (textOf(image_url)) return readImageUrl(textOf(image_url), `${param}.image_url`);
  const place = `${param}.file_id`;
  const { type, bytes } = await files.find(textOf(file_id), place);
  return readInlineImage({ type, bytes }, place);
}
