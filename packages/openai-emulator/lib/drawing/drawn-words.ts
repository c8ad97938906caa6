import { digestOf } from '../answers/remember';

const capacity = 1_000;
const words = new Map<string, string>();

/** Notes the words on a picture, so that they can be read from it later. */
export function noteWords(picture: Buffer, drawn: string): Buffer {
  const [oldest] = words.keys();
  if (words.size >= capacity && oldest !== undefined) words.delete(oldest);
  words.set(digestOf(picture), drawn);
  return picture;
}

/** The words on a picture that was drawn here. */
export function readWords(picture: Buffer): string | undefined {
  return words.get(digestOf(picture));
}
