import { fileTypeFromBuffer } from 'file-type';
import { readImageFacts } from './image-file';

/** What a file's own bytes say of it, never its stated type or name. */
export interface FileFacts {
  mime_type: string;
  /** The usual ending of its name. */
  extension: string;
  /** Pixels as shown; images only. */
  width?: number;
  height?: number;
}

/** Reads a file's type, and an image's size, from its first bytes; nothing where they are of no known kind. */
export async function readFileFacts(head: Uint8Array): Promise<FileFacts | undefined> {
  const image = readImageFacts(head);
  const size = image && { width: image.width, height: image.height };
  if (image?.mime_type === 'image/svg+xml') return { mime_type: image.mime_type, extension: 'svg', ...size };
  const type = await fileTypeFromBuffer(head);
  // An animated PNG is a PNG to everybody else.
  if (type?.mime === 'image/apng') return { mime_type: 'image/png', extension: 'png', ...size };
  if (type && TEXTS.test(type.mime)) return { mime_type: 'text/plain', extension: type.ext };
  const sound = SOUNDS[type?.mime ?? ''];
  if (sound) return sound;
  if (type) return { mime_type: type.mime, extension: type.ext, ...size };
  return isText(head) ? { mime_type: 'text/plain', extension: 'txt' } : undefined;
}

/** Sounds whose type or ending has several names, by the one that OpenAI knows. */
const SOUNDS: Record<string, FileFacts> = {
  'audio/mpeg': { mime_type: 'audio/mpeg', extension: 'mp3' },
  'audio/mp4': { mime_type: 'audio/mp4', extension: 'm4a' },
  'audio/x-m4a': { mime_type: 'audio/mp4', extension: 'm4a' },
  'video/mp4': { mime_type: 'video/mp4', extension: 'mp4' },
  'audio/ogg': { mime_type: 'audio/ogg', extension: 'ogg' },
  'audio/ogg; codecs=opus': { mime_type: 'audio/ogg', extension: 'ogg' },
  'application/ogg': { mime_type: 'audio/ogg', extension: 'ogg' },
  'video/mpeg': { mime_type: 'video/mpeg', extension: 'mpeg' },
  'video/MP1S': { mime_type: 'video/mpeg', extension: 'mpeg' },
  'video/MP2P': { mime_type: 'video/mpeg', extension: 'mpeg' },
};

/** Kinds of text that are told apart by their first characters; to a model all are text. */
const TEXTS = /^(text\/|application\/(xml|json)$)/;

function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  try {
    // The last character may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A file of which the ends were read; the whole may be large. */
export interface FileEnds {
  bytes: number;
  head: Uint8Array;
  tail: Uint8Array;
  readAll(): Uint8Array;
}

/** Whether an image's data goes on to its end, whatever stands behind it; true for kinds that do not tell. */
export function isWhole(mime_type: string, { bytes, head, tail, readAll }: FileEnds): boolean {
  switch (mime_type) {
    case 'image/png':
      return view(tail).includes('IEND') || view(readAll()).includes('IEND');
    case 'image/jpeg':
      return (tail.at(-2) === 0xff && tail.at(-1) === 0xd9) || hasJpegEnd(view(readAll()));
    case 'image/gif':
      return hasGifEnd(view(readAll()));
    case 'image/webp':
      return view(head).readUInt32LE(4) + 8 <= bytes;
    default:
      return true;
  }
}

const view = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Looks behind the segments, in which a preview has an end of its own; the picture's data has no such bytes but at its end. */
function hasJpegEnd(jpeg: Buffer): boolean {
  let at = 2;
  while (at + 4 <= jpeg.length && !(jpeg[at] === 0xff && jpeg[at + 1] === 0xda)) {
    const isSegment = jpeg[at] === 0xff && jpeg[at + 1] !== 0xff;
    at += isSegment ? jpeg.readUInt16BE(at + 2) + 2 : 1;
  }
  return jpeg.includes(Buffer.from([0xff, 0xd9]), at);
}

/** Goes from block to block, since the byte that ends the last one may stand in any. */
function hasGifEnd(gif: Buffer): boolean {
  const byte = (at: number) => gif[at] ?? 0;
  const sizeColours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + sizeColours(byte(10));
  for (; at < gif.length && byte(at) !== 0x3b; at += 1) {
    const [isImage, isExtension] = [byte(at) === 0x2c, byte(at) === 0x21];
    if (!isImage && !isExtension) continue;
    at += isImage ? 11 + sizeColours(byte(at + 9)) : 2;
    while (byte(at) > 0) at += byte(at) + 1;
  }
  return at < gif.length;
}

/** Whether a PNG can be transparent: an alpha channel, or a transparent colour of its palette. */
export function hasAlpha(png: Uint8Array): boolean {
  const content = view(png);
  const colorType = content[25];
  if (colorType === 4 || colorType === 6) return true;
  // Chunks begin behind the signature: length, name, content, checksum.
  for (let at = 8; at + 8 <= content.length; at += content.readUInt32BE(at) + 12) {
    const name = content.toString('latin1', at + 4, at + 8);
    if (name === 'tRNS') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}
