import { randomFillSync } from 'node:crypto';

/** A small picture. */
export const square =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC';

/** A PNG of that many bytes: a small picture, and a private chunk that nobody reads. */
export function makePng(bytes: number): Buffer {
  const picture = Buffer.from(square, 'base64');
  const [signatureAndHeader, rest] = [picture.subarray(0, 33), picture.subarray(33)];
  const content = randomFillSync(Buffer.alloc(Math.max(0, bytes - picture.length - 12)));
  const start = Buffer.alloc(8);
  start.writeUInt32BE(content.length);
  start.write('fiLl', 4, 'latin1');
  return Buffer.concat([signatureAndHeader, start, content, Buffer.alloc(4), rest]);
}
