import { randomUUID } from 'node:crypto';
import { Form, Upload } from './form';
import type { OutgoingBody } from './send';

/** Longer texts are not copied, and are encoded in pieces of this length. */
const LARGE = 1_000_000;

/** Keeps large texts out of JSON.stringify, which would copy them twice. */
export interface LargeTexts {
  /** The request with a placeholder for each large data URL. */
  setAside<Request>(request: Request): Request;
  /** The same for one of several requests: its texts are let go when it has ended. */
  lend<Body, T>(body: Body, send: (body: Body) => Promise<T>): Promise<T>;
  /** The body with the texts in place of their placeholders, in parts. */
  fill(body: string): string | OutgoingBody;
}

/** For one query. */
export function keepLargeTexts(): LargeTexts {
  const prefix = `large-text-${randomUUID()}-`;
  const texts = new Map<string, string>();
  let last = 0;
  const keep = (text: string): string => {
    last += 1;
    texts.set(String(last), text);
    return `${prefix}${last}.`;
  };
  return {
    setAside: request => replaceLarge(request, keep),
    async lend(body, send) {
      const before = last;
      const light = replaceLarge(body, keep);
      const after = last;
      try {
        return await send(light);
      } finally {
        for (let number = before + 1; number <= after; number += 1) texts.delete(String(number));
      }
    },
    fill(body) {
      if (texts.size === 0) return body;
      // Splitting by a captured number makes every second part such a number.
      const split = body.split(new RegExp(`${prefix}(\\d+)\\.`));
      const parts = split.map((part, index) => (index % 2 === 0 ? part : (texts.get(part) ?? '')));
      return {
        length: parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0),
        *[Symbol.iterator]() {
          for (const part of parts) yield* cut(part);
        },
      };
    },
  };
}

/** A value with each large data URL as `keep` gives it. */
function replaceLarge<Value>(value: Value, keep: (text: string) => string): Value {
  const replace = (part: unknown): unknown => {
    // A data URL contains no character that JSON escapes.
    if (typeof part === 'string') return part.length > LARGE && part.startsWith('data:') ? keep(part) : part;
    if (Array.isArray(part)) return part.map(replace);
    if (typeof part !== 'object' || part === null) return part;
    if (part instanceof Upload || part instanceof Form || ArrayBuffer.isView(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, replace(inner)]));
  };
  return replace(value) as Value;
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
