import { Upload } from '../transport/form';
import type { FileContent } from '../types/file';
import type { FileEnds } from './file-facts';

/** Base64 characters that are decoded from either end to inspect a file; four are three bytes. */
const WINDOW = 4 * 65_536;

/** Base64 characters decoded at a time, and bytes of content that needs no decoding. */
const PIECE = 4 * 262_144;

/** The first bytes of a file. */
export function decodeHead(base64: string): Uint8Array {
  return Buffer.from(base64.slice(0, WINDOW), 'base64');
}

/** The size of a file in bytes. */
export function countBytes(base64: string): number {
  // Not by an expression, which would look at every character.
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
}

/** The first and last bytes of a file, without decoding all of it. */
export function readEnds({ base64: text = '', content, bytes }: FileContent): FileEnds {
  if (content) return { bytes, head: content, tail: content.subarray(-WINDOW), readAll: () => content };
  // A slice of base64 must begin at a multiple of four characters.
  const from = Math.max(0, Math.floor((text.length - WINDOW) / 4) * 4);
  const tail = Buffer.from(text.slice(from), 'base64');
  return { bytes, head: decodeHead(text), tail, readAll: () => Buffer.from(text, 'base64') };
}

/** The file as a data URL, for JSON requests. */
export function toDataUrl(file: FileContent): string {
  if (file.data_url) return file.data_url;
  const base64 = file.base64 ?? Buffer.from(file.content ?? []).toString('base64');
  return `data:${file.mime_type};base64,${base64}`;
}

/** The file as a part of a multipart form; decoded piece by piece, since every further copy takes a lot of memory. */
export function toUpload(file: FileContent): Upload {
  return new Upload(file.name, file.mime_type, file.bytes, () => readPieces(file));
}

/** The content of a file, piece by piece. */
export function* readPieces({ base64 = '', content }: FileContent): Generator<Uint8Array<ArrayBuffer>> {
  if (content) {
    for (let at = 0; at < content.length; at += PIECE) yield new Uint8Array(content.subarray(at, at + PIECE));
    return;
  }
  for (let at = 0; at < base64.length; at += PIECE) yield Buffer.from(base64.slice(at, at + PIECE), 'base64');
}

/** A text file as part of a prompt: its name and its content. */
export function quoteText({ name, content, base64 = '' }: FileContent): string {
  return `File "${name}":\n${new TextDecoder().decode(content ?? Buffer.from(base64, 'base64'))}`;
}
