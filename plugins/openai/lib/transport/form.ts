import { randomUUID } from 'node:crypto';
import type { OutgoingBody } from './send';

/** A file to upload, its content in pieces that are made when they are sent. A web File would hold copies of them. */
export class Upload extends File {
  readonly #size: number;

  /**
   * @param size Bytes of all pieces.
   * @param pieces Gives the content anew each time it is sent.
   */
  constructor(
    name: string,
    type: string,
    size: number,
    readonly pieces: () => Iterable<Uint8Array>
  ) {
    super([], name, { type });
    this.#size = size;
  }

  override get size(): number {
    return this.#size;
  }
}

/** A `multipart/form-data` body. */
export class Form {
  readonly fields: [string, string | Upload][] = [];
  readonly #boundary = `form-${randomUUID()}`;

  get type(): string {
    return `multipart/form-data; boundary=${this.#boundary}`;
  }

  /** Adds a value as the API reads it: lists as `name[]`, objects as `name[key]`; what is absent is left out. */
  append(name: string, value: unknown): void {
    if (value instanceof Upload) this.fields.push([name, value]);
    else if (Array.isArray(value)) for (const item of value) this.append(`${name}[]`, item);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) this.append(`${name}[${key}]`, inner);
    else if (value !== null && value !== undefined) this.fields.push([name, String(value)]);
  }

  toBody(): OutgoingBody {
    const parts = this.fields.map(([name, value]) => ({ head: this.#head(name, value), value }));
    const end = `--${this.#boundary}--\r\n`;
    let length = Buffer.byteLength(end);
    for (const { head, value } of parts) {
      length += Buffer.byteLength(head) + 2;
      length += typeof value === 'string' ? Buffer.byteLength(value) : value.size;
    }
    return {
      length,
      *[Symbol.iterator]() {
        for (const { head, value } of parts) {
          yield head;
          if (typeof value === 'string') yield value;
          else yield* value.pieces();
          yield '\r\n';
        }
        yield end;
      },
    };
  }

  #head(name: string, value: string | Upload): string {
    const start = `--${this.#boundary}\r\ncontent-disposition: form-data; name="${quote(name)}"`;
    if (typeof value === 'string') return `${start}\r\n\r\n`;
    const type = value.type || 'application/octet-stream';
    return `${start}; filename="${quote(value.name)}"\r\ncontent-type: ${type}\r\n\r\n`;
  }
}

/** A form of the fields of a request. */
export function toForm(fields: object): Form {
  const form = new Form();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

/** As browsers write names. */
const quote = (text: string) => text.replace(/["\r\n]/g, found => encodeURIComponent(found));
