import { fileTypeFromBuffer } from 'file-type';
import { isPage } from '../failures/web-page';
import type { FileFacts } from '../types/file';
import { readGif } from './gif';
import { readImageFacts } from './image-file';
import { factsByName } from './named-types';
import { detectEncoding } from './text-encoding';

/**
 * Detects a file's type, and an image's dimensions, from its first bytes; nothing if the type is unknown.
 *
 * @param name Tells types apart whose bytes are alike.
 */
export async function readFileFacts(head: Uint8Array, name = ''): Promise<FileFacts | undefined> {
  const image = readImageFacts(head);
  const size = image && { width: image.width, height: image.height };
  if (image?.mime_type === 'image/svg+xml') return { mime_type: image.mime_type, extension: 'svg', ...size };
  const type = await fileTypeFromBuffer(head);
  const named = factsByName(name, head, type?.mime);
  if (named) return named;
  // A text may begin with the letters of a binary format, such as BM or GIF.
  const isBinary = type && (WRITTEN_TYPES.test(type.mime) || head.subarray(0, 8).some(byte => byte > 127));
  if (!isBinary && detectEncoding(head) !== undefined) return textFacts(head);
  // Servers know an animated PNG as a PNG.
  if (type?.mime === 'image/apng') return { mime_type: 'image/png', extension: 'png', ...size };
  if (type && TEXT_TYPES.test(type.mime)) return { mime_type: 'text/plain', extension: type.ext };
  const media = MEDIA_TYPES[type?.mime ?? ''];
  if (media) return media;
  return type && { mime_type: type.mime, extension: type.ext, ...size };
}

function textFacts(head: Uint8Array): FileFacts {
  const start = Buffer.from(head.subarray(0, 2000)).toString('latin1');
  return { mime_type: 'text/plain', extension: isPage(start) ? 'html' : 'txt' };
}

/** Formats that may consist of text alone. */
const WRITTEN_TYPES = /^(text\/|application\/(pdf|rtf|postscript|eps|xml|json|dicom)|image\/svg)|\+xml$/;

/** Audio and video types that go by several names, with the name that OpenAI accepts. */
const MEDIA_TYPES: Record<string, FileFacts> = {
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

/** Text formats that are detected by their first characters; to a model they are all plain text. */
const TEXT_TYPES = /^(text\/|application\/(xml|json)$)/;

/** The first and last bytes of a file; decoding all of it is expensive. */
export interface FileEnds {
  bytes: number;
  head: Uint8Array;
  tail: Uint8Array;
  readAll(): Uint8Array;
}

/** Whether an image's data is complete; true for types that do not mark their end. */
export function isWhole(mime_type: string, { bytes, head, tail, readAll }: FileEnds): boolean {
  switch (mime_type) {
    case 'image/png':
      return view(tail).includes('IEND') || view(readAll()).includes('IEND');
    case 'image/jpeg':
      return (tail.at(-2) === 0xff && tail.at(-1) === 0xd9) || hasJpegEnd(view(readAll()));
    case 'image/gif':
      return readGif(view(readAll())).isWhole;
    case 'image/webp':
      return view(head).readUInt32LE(4) + 8 <= bytes;
    default:
      return true;
  }
}

const view = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Skips the segments in front of the image data, since an embedded preview has an end marker too. */
function hasJpegEnd(jpeg: Buffer): boolean {
  let at = 2;
  while (at + 4 <= jpeg.length && !(jpeg[at] === 0xff && jpeg[at + 1] === 0xda)) {
    const isSegment = jpeg[at] === 0xff && jpeg[at + 1] !== 0xff;
    at += isSegment ? jpeg.readUInt16BE(at + 2) + 2 : 1;
  }
  return jpeg.includes(Buffer.from([0xff, 0xd9]), at);
}

/** Whether a PNG has an alpha channel or a transparent palette colour. */
export function hasAlpha(png: Uint8Array): boolean {
  const content = view(png);
  const colorType = content[25];
  if (colorType === 4 || colorType === 6) return true;
  // After the 8-byte signature come chunks: length, name, content, checksum.
  for (let at = 8; at + 8 <= content.length; at += content.readUInt32BE(at) + 12) {
    const name = content.toString('latin1', at + 4, at + 8);
    if (name === 'tRNS') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}
