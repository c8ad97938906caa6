import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { UnusableResponse } from '../failures/failure';
import { NetworkError } from '../failures/network-error';
import type { RequestEffect } from '../types/request-effect';
import { CollectedBytes } from './collected-bytes';
import { decodeText } from './decode-text';
import { decompress } from './decompress';
import { parseJson } from './large-json';

/** Maximum size of a response, unless its operation sets another. */
export const MAX_RESPONSE_BYTES = 64_000_000;

/** Maximum size of a response that holds images: V8 has no longer strings. */
export const MAX_IMAGE_RESPONSE_BYTES = 512_000_000;

/**
 * A response in the form that the SDK hands on, read from the socket without web streams, which cost as much as all else
 * of a query. Its bytes are counted after decompression. `body` is null: read it by these methods, or give it up by
 * `discard`.
 */
export class HttpResponse extends Response {
  readonly #message: IncomingMessage;
  readonly #source: Readable;
  readonly #maxBytes: number;
  readonly #effect: RequestEffect;
  #headers: Headers | undefined;
  #isGivenUp = false;

  /** @param maxBytes Of the body, after decompression. */
  constructor(message: IncomingMessage, maxBytes: number, effect: RequestEffect) {
    super(null);
    this.#message = message;
    this.#maxBytes = maxBytes;
    this.#effect = effect;
    this.#source = decompress(message, message.headers['content-encoding']);
    // An error may come at any time, also long after the last byte was read: without a listener it ends the process.
    this.#source.on('error', () => undefined);
    message.on('error', () => undefined);
  }

  override get status(): number {
    return this.#message.statusCode ?? 0;
  }

  override get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  override get headers(): Headers {
    this.#headers ??= new Headers(Object.entries(this.rawHeaders).map(([name, value]) => [name, String(value)]));
    return this.#headers;
  }

  /** Whether the rest, which has arrived, is only being dropped: whoever ends the query need not close the connection. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** By their names in lower case; cheaper than `headers`, which are created when first read. */
  get rawHeaders(): IncomingHttpHeaders {
    return this.#message.headers;
  }

  override async text(): Promise<string> {
    return decodeText(await this.read());
  }

  override async json(): ReturnType<Response['json']> {
    return JSON.parse(await this.text());
  }

  /** JSON where the server says that it is, an image as a data URL, else the text; undefined where there is nothing. */
  async value(): ReturnType<Response['json']> {
    const type = this.rawHeaders['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (type.startsWith('image/')) return `data:${type};base64,${(await this.read()).toString('base64')}`;
    const bytes = await this.read();
    if (this.status === 204) return null;
    if (!type.includes('application/json') && !type.endsWith('+json')) return decodeText(bytes);
    return bytes.length === 0 ? undefined : parseJson(bytes);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(await this.read()).buffer;
  }

  /**
   * The whole body.
   *
   * @param maxBytes Fewer than the response may have.
   * @throws UnusableResponse where it is larger, NetworkError where it is cut off.
   */
  async read(maxBytes: number = this.#maxBytes): Promise<Buffer> {
    if (this.#source.destroyed) throw new NetworkError(this.#source.errored, false, this.#effect);
    const length = this.#checkedLength(maxBytes);
    const collected = new CollectedBytes(length);
    await new Promise<void>((resolve, reject) => {
      const fail = (error?: unknown) => reject(new NetworkError(error, false, this.#effect));
      const finish = () => {
        this.#source.off('close', fail);
        resolve();
      };
      this.#source.once('end', finish).once('error', fail).once('close', fail);
      this.#source.on('data', (chunk: Buffer) => {
        if (collected.add(chunk) > maxBytes) reject(this.#tooLarge(maxBytes));
      });
    });
    return collected.finish();
  }

  /**
   * The body as it arrives; leaving the loop closes the connection.
   *
   * @throws UnusableResponse where there is more than it may have, NetworkError where it is cut off.
   */
  async *chunks(maxBytes: number = this.#maxBytes): AsyncGenerator<Buffer, void> {
    let bytes = 0;
    this.#checkedLength(maxBytes);
    try {
      for await (const chunk of this.#source.iterator({ destroyOnReturn: false })) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw this.#tooLarge(maxBytes);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof UnusableResponse ? error : new NetworkError(error, false, this.#effect);
    } finally {
      this.discard();
    }
  }

  /** Gives up the rest. The connection is kept where all has arrived, as with the last event of a stream. */
  discard(): void {
    if (this.#message.complete && this.#source === this.#message) {
      this.#isGivenUp = true;
      this.#message.resume();
      return;
    }
    if (this.#source.readableEnded && this.#message.complete) return;
    this.#message.destroy();
    this.#source.destroy();
  }

  /** The length of an uncompressed body; NaN where the server states none. */
  #statedLength(): number {
    return this.#source === this.#message ? Number(this.rawHeaders['content-length']) : Number.NaN;
  }

  /** @throws UnusableResponse where the server states more than `maxBytes`. */
  #checkedLength(maxBytes: number): number {
    const length = this.#statedLength();
    if (length > maxBytes) throw this.#tooLarge(maxBytes);
    return length;
  }

  #tooLarge(maxBytes: number): UnusableResponse {
    this.discard();
    return new UnusableResponse('answer_too_large', `The response is larger than ${Math.round(maxBytes / 1e6)} MB`);
  }
}

/** The response that the SDK hands on as the Response it is. */
export function httpResponseOf(response: Response): HttpResponse {
  if (response instanceof HttpResponse) return response;
  throw new Error('The response came by another way than the transport');
}
