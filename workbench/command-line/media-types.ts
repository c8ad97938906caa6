import { extname } from 'node:path';

/** File extensions and the media types they stand for; the first of several extensions is the one written. */
const types: [extension: string, mediaType: string][] = [
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['mp3', 'audio/mpeg'],
  ['mpga', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['m4a', 'audio/mp4'],
  ['ogg', 'audio/ogg'],
  ['opus', 'audio/opus'],
  ['aac', 'audio/aac'],
  ['flac', 'audio/flac'],
  ['pcm', 'audio/pcm'],
  ['mp4', 'video/mp4'],
  ['webm', 'video/webm'],
  ['pdf', 'application/pdf'],
  ['json', 'application/json'],
  ['jsonl', 'application/jsonl'],
  ['csv', 'text/csv'],
  ['md', 'text/markdown'],
  ['html', 'text/html'],
  ['txt', 'text/plain'],
];

/** The media type that a file's name promises. */
export function mediaTypeOf(path: string): string {
  const extension = extname(path).slice(1).toLowerCase();
  return types.find(([known]) => known === extension)?.[1] ?? 'application/octet-stream';
}

/** The extension for a file of this type, without the dot. */
export function extensionOf(mediaType: string): string {
  return types.find(([, known]) => known === mediaType)?.[0] ?? 'bin';
}
