import { createHash } from 'node:crypto';

const capacity = 1_000;
const words = new Map<string, string>();

function keyOf(picture: Buffer): string {
  return createHash('sha1').update(picture).digest('base64');
}

/** Notes the words on a picture, so that they can be read from it later. */
export function noteWords(picture: Buffer, drawn: string): Buffer {
  const [oldest] = words.keys();
  if (words.size >= capacity && oldest !== undefined) words.delete(oldest);
  words.set(keyOf(picture), drawn);
  return picture;
}

/** The words on a picture that was drawn here. */
export function readWords(picture: Buffer): string | undefined {
  return words.get(keyOf(picture));
}
