import { isObject, type JsonObject } from '../http/json';

/** Where a line of a file lies. Lines without content have no place. */
export interface LinePlace {
  /** Counted from 1, empty lines too. */
  number: number;
  start: number;
  end: number;
}

const lineBreak = 0x0a;

/** The lines of a file, one at a time, so that a long file is never split as a whole. */
export function* findLines(bytes: Buffer): Iterable<LinePlace> {
  let start = 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const found = bytes.indexOf(lineBreak, start);
    const end = found < 0 ? bytes.length : found;
    if (bytes.toString('utf8', start, end).trim()) yield { number, start, end };
    start = end + 1;
  }
}

/** The object on a line; undefined if there is none. */
export function readLine(bytes: Buffer, { start, end }: LinePlace): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', start, end));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
