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
  if (type) return { mime_type: type.mime, extension: type.ext, ...size };
  return isText(head) ? { mime_type: 'text/plain', extension: 'txt' } : undefined;
}

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

/** Whether an image's data goes on to its end; true for kinds that do not tell. */
export function isWhole(mime_type: string, head: Uint8Array, tail: Uint8Array, bytes: number): boolean {
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  switch (mime_type) {
    case 'image/png':
      return end.includes('IEND');
    case 'image/jpeg':
      return end.includes(Buffer.from([0xff, 0xd9]));
    case 'image/gif':
      return end.includes(0x3b);
    case 'image/webp':
      return Buffer.from(head.buffer, head.byteOffset, head.byteLength).readUInt32LE(4) + 8 <= bytes;
    default:
      return true;
  }
}

/** Whether a PNG can be transparent: an alpha channel, or a transparent colour of its palette. */
export function hasAlpha(png: Uint8Array): boolean {
  const content = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
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
