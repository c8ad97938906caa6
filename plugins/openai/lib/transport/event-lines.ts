import { randomUUID } from 'node:crypto';
import { parseJson } from './large-json';

/** From here on the data of an event is kept as bytes: as text, three images of 2 MB took twice as long. */
const LARGE = 262_144;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const DATA = Buffer.from('data:');

/** Cuts server-sent events into lines, and large data out of them, so that no byte is looked at twice. */
export class EventLines {
  readonly #large = new Map<string, Buffer>();
  #begun: Uint8Array[] = [];

  /** What can be parsed now that a chunk has come: whole lines, with a placeholder for large data. */
  add(chunk: Uint8Array): Uint8Array {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    // Lines may end without a newline; whoever parses them knows better.
    const isOther = chunk.includes(RETURN, end);
    const whole = isOther ? chunk.length : end;
    if (whole === 0) {
      this.#begun.push(chunk);
      return Buffer.alloc(0);
    }
    const lines = this.#replaceLarge(Buffer.concat([...this.#begun, chunk.subarray(0, whole)]));
    this.#begun = [chunk.subarray(whole)];
    return lines;
  }

  /** What is left at the end of the stream. */
  finish(): Uint8Array {
    return this.#replaceLarge(Buffer.concat(this.#begun));
  }

  /** The value of an event's data. */
  parse(data: string): unknown {
    // Streams of many small events need no look-up for each.
    if (this.#large.size === 0) return JSON.parse(data);
    const bytes = this.#large.get(data);
    this.#large.delete(data);
    if (bytes) return parseJson(bytes);
    // An event may have several lines of data.
    const lines = data.split('\n').map(line => this.#large.get(line)?.toString() ?? line);
    return JSON.parse(lines.join('\n'));
  }

  #replaceLarge(lines: Buffer): Buffer {
    if (lines.length < LARGE) return lines;
    const parts: Buffer[] = [];
    for (let at = 0; at < lines.length; ) {
      const newline = lines.indexOf(NEWLINE, at);
      const end = newline < 0 ? lines.length : newline;
      const line = lines.subarray(at, end);
      at = end + 1;
      parts.push(this.#isLargeData(line) ? this.#keep(line.subarray(DATA.length)) : line, lines.subarray(end, at));
    }
    return Buffer.concat(parts);
  }

  #isLargeData(line: Buffer): boolean {
    return line.length >= LARGE && line.subarray(0, DATA.length).equals(DATA);
  }

  #keep(data: Buffer): Buffer {
    const placeholder = `data-${randomUUID()}`;
    this.#large.set(placeholder, data);
    return Buffer.from(`data: ${placeholder}`);
  }
}
