import { randomUUID } from 'node:crypto';
import { Form, Upload } from './form';
import type { OutgoingBody } from './send';

/** Longer texts are not copied, and are encoded in pieces of this length. */
const LARGE = 1_000_000;

/** Keeps large texts out of JSON.stringify, which would copy them twice. */
export interface LargeTexts {
  /** The request with a placeholder for each large data URL. */
  setAside<Request>(request: Request): Request;
  /** The body with the texts in place of their placeholders, in parts. */
  fill(body: string): string | OutgoingBody;
}

/** For one query. */
export function keepLargeTexts(): LargeTexts {
  const prefix = `large-text-${randomUUID()}-`;
  const texts: string[] = [];
  // A data URL contains no character that JSON escapes.
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const isLarge = value.length > LARGE && value.startsWith('data:');
      return isLarge ? `${prefix}${texts.push(value) - 1}` : value;
    }
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Upload || value instanceof Form || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replace(inner)]));
  };
  return {
    setAside: <Request>(request: Request) => replace(request) as Request,
    fill(body) {
      if (texts.length === 0) return body;
      // Splitting by a captured number makes every second part such a number.
      const split = body.split(new RegExp(`${prefix}(\\d+)`));
      const parts = split.map((part, index) => (index % 2 === 0 ? part : (texts[Number(part)] ?? '')));
      return {
        length: parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0),
        *[Symbol.iterator]() {
          for (const part of parts) yield* cut(part);
        },
      };
    },
  };
}

/** Encodes a text piece by piece. */
function* cut(text: string): Generator<Buffer> {
  for (let at = 0; at < text.length; ) {
    // A surrogate pair must not be split.
    const isParted = /[\uD800-\uDBFF]/.test(text.charAt(at + LARGE - 1));
    const end = at + LARGE + (isParted ? 1 : 0);
    yield Buffer.from(text.slice(at, end));
    at = end;
  }
}
