import { randomUUID } from 'node:crypto';
import { Form, Upload } from './form';
import type { OutgoingBody } from './send';

/** Characters from which copies are felt, and those encoded at a time. */
const LARGE = 1_000_000;

/** Lets large texts stand aside while a request is written as JSON, which would copy them twice. */
export interface LargeTexts {
  /** The request with a short word in the place of each large data URL. */
  setAside<Request>(request: Request): Request;
  /** The body with the texts back in their places, in parts. */
  fill(body: string): string | OutgoingBody;
}

/** For one query. */
export function keepLargeTexts(): LargeTexts {
  const word = `large-text-${randomUUID()}-`;
  const texts: string[] = [];
  // A data URL holds nothing that JSON would write otherwise.
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const isLarge = value.length > LARGE && value.startsWith('data:');
      return isLarge ? `${word}${texts.push(value) - 1}` : value;
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
      // With the numbers captured, every second part is one.
      const split = body.split(new RegExp(`${word}(\\d+)`));
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

/** A text as bytes, piece by piece. */
function* cut(text: string): Generator<Buffer> {
  for (let at = 0; at < text.length; ) {
    // A character outside the basic plane is two units, which must not be parted.
    const isParted = /[\uD800-\uDBFF]/.test(text.charAt(at + LARGE - 1));
    const end = at + LARGE + (isParted ? 1 : 0);
    yield Buffer.from(text.slice(at, end));
    at = end;
  }
}
