import { isAscii, isUtf8 } from 'node:buffer';
import { decodeText } from '../transport/decode-text';

/** The encodings that text files come in. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

// Every byte is looked at in a loop: a callback for each takes ten times as long, and files may be large.

/** Whether there are bytes that no text has: control characters other than white space, backspace and escape. */
function hasControls(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27) return true;
  }
  return false;
}

function countAscii(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) < 128) count += 1;
  return count;
}

/**
 * Detects the encoding of a text; nothing if the bytes are not text.
 *
 * @param isWhole The bytes are no beginning of a longer text, which may end anywhere.
 */
export function detectEncoding(bytes: Uint8Array, isWhole = false): Encoding | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.includes(0)) return detectUtf16(bytes);
  if (hasControls(bytes)) return undefined;
  const complete = withoutCutCharacter(bytes);
  // Where all else is ASCII, a single byte is rather a letter of Windows-1252, as in "café", than the first of a character
  // that was cut off.
  const endsInLetter =
    isWhole && bytes.length - complete.length === 1 && isAscii(complete) && !CUT_SIGN.test(endOf(bytes));
  if (isUtf8(complete) && !endsInLetter) return 'utf-8';
  // Of text in a Latin script most is ASCII.
  return countAscii(bytes) >= bytes.length * 0.7 ? 'windows-1252' : undefined;
}

/** With 0xe2, an â, typographic signs begin; with 0xf0, an ð that is no word by itself, emoji. */
const CUT_SIGN = /â$|(?:^|[^a-z])ð$/i;
const endOf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(-2)).toString('latin1');

/** UTF-8 without the first bytes of a last character whose others are missing. */
export function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  const tail = bytes.subarray(-3);
  const start = tail.findLastIndex(byte => byte < 0x80 || byte > 0xbf);
  const lead = tail[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const isCut = lead >= 0xc2 && lead <= 0xf4 && tail.length - start < length;
  return isCut ? bytes.subarray(0, bytes.length - tail.length + start) : bytes;
}

/** Without a byte order mark: every other byte of ASCII is zero. */
function detectUtf16(bytes: Uint8Array): Encoding | undefined {
  let [even, odd] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const isMost = (count: number) => count >= bytes.length * 0.35;
  if (even === 0 && isMost(odd)) return 'utf-16le';
  return odd === 0 && isMost(even) ? 'utf-16be' : undefined;
}

/** Windows-1252 from 0x80 to 0x9f; some versions of Node decode these as Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decodes a text without its byte order mark. */
export function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (encoding) {
    case 'utf-8':
      return decodeText(buffer);
    case 'windows-1252':
      return buffer
        .toString('latin1')
        .replace(/[\x80-\x9f]/g, character => WINDOWS.charAt(character.charCodeAt(0) - 0x80));
    case 'utf-16le':
      return buffer.toString('utf16le').replace(/^\uFEFF/, '');
    case 'utf-16be':
      return Buffer.from(buffer.subarray(0, buffer.length - (buffer.length % 2)))
        .swap16()
        .toString('utf16le')
        .replace(/^\uFEFF/, '');
  }
}
