import { isAscii } from 'node:buffer';

/** From here on it pays to look first: 4 MB of ASCII took 0.9 ms instead of 2.5 as UTF-8 (Node 22). */
const LARGE = 65_536;

/** Bytes of UTF-8 as a text, without a byte order mark. */
export function decodeText(bytes: Buffer): string {
  if (bytes.length > LARGE && isAscii(bytes)) return bytes.toString('latin1');
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasMark ? 3 : 0);
}
