import { isAscii } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { decodeText } from './decode-text';

/**
 * From here on a text is cut out of the bytes instead of being parsed: JSON.parse reads every character and copies all of
 * them, which was a quarter of a query for an image of 20 MB.
 */
const LARGE = 262_144;

/** Texts to look at: what has more holds no images, and is parsed as fast without looking. */
const MAX_TEXTS = 2000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Parses the bytes of a JSON text. */
export function parseJson(bytes: Buffer): unknown {
  const found = bytes.length > LARGE ? findLargeTexts(bytes) : [];
  if (found.length === 0) return JSON.parse(decodeText(bytes));
  const prefix = `text-${randomUUID()}-`;
  const texts = new Map<string, string>();
  const parts: Buffer[] = [];
  let end = 0;
  for (const [from, to] of found) {
    const placeholder = `${prefix}${texts.size}`;
    texts.set(placeholder, bytes.toString('latin1', from, to));
    parts.push(bytes.subarray(end, from), Buffer.from(placeholder));
    end = to;
  }
  const rest = Buffer.concat([...parts, bytes.subarray(end)]);
  return putBack(JSON.parse(decodeText(rest)), texts);
}

/**
 * Where the large texts begin and end: of ASCII, without escapes, and no names of fields. A line break or another control
 * character in them, which JSON does not allow, is let through: looking for it would take as long as parsing.
 */
function findLargeTexts(bytes: Buffer): [from: number, to: number][] {
  const found: [number, number][] = [];
  let quote = bytes.indexOf(QUOTE);
  for (let texts = 0; quote >= 0 && texts < MAX_TEXTS; texts += 1) {
    const from = quote + 1;
    const to = findEnd(bytes, from);
    if (to - from >= LARGE && isPlain(bytes.subarray(from, to)) && !isName(bytes, to)) found.push([from, to]);
    quote = to < 0 ? -1 : bytes.indexOf(QUOTE, to + 1);
  }
  return found;
}

function findEnd(bytes: Buffer, from: number): number {
  let end = bytes.indexOf(QUOTE, from);
  while (end >= 0 && isEscaped(bytes, end)) end = bytes.indexOf(QUOTE, end + 1);
  return end;
}

function isEscaped(bytes: Buffer, quote: number): boolean {
  let start = quote;
  while (bytes[start - 1] === BACKSLASH) start -= 1;
  return (quote - start) % 2 === 1;
}

const BLANKS = [0x20, 0x09, 0x0a, 0x0d];

function isName(bytes: Buffer, quote: number): boolean {
  let next = quote + 1;
  while (BLANKS.includes(Number(bytes[next]))) next += 1;
  return bytes[next] === COLON;
}

const isPlain = (text: Buffer) => !text.includes(BACKSLASH) && isAscii(text);

/** A value with its texts in the place of their placeholders. */
function putBack(value: unknown, texts: ReadonlyMap<string, string>): unknown {
  const whole = { value };
  const waiting: object[] = [whole];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const [name, part] of Object.entries(next)) {
      if (typeof part === 'object' && part !== null) waiting.push(part);
      else if (typeof part === 'string' && texts.has(part)) Reflect.set(next, name, texts.get(part));
    }
  }
  return whole.value;
}
