import type { Socket } from 'node:net';

/** A response as a server that is well gives it, apart from what frames its body. */
export interface GoodResponse {
  status: number;
  headers: [name: string, value: string][];
  body: Buffer;
}

/** The connection of one request, whose good response a fault spoils. */
export interface Wire {
  socket: Socket;
  good: GoodResponse;
  /** The good response, byte for byte. */
  bytes: Buffer;
  /** How many of these are head. */
  headLength: number;
  /** The base URL of the server, as the plugin knows it. */
  baseUrl: string;
}

/** Something that may go wrong between plugin and API. */
export interface Fault {
  name: string;
  spoil(wire: Wire): void | Promise<void>;
  /** How the query must end: as if nothing were wrong, or with one of these categories. */
  ends: 'well' | string[];
  /**
   * Which POSTs may be sent a second time: none; those that are answered with text and keep nothing; or all, since the
   * server has said that it did nothing.
   */
  repeats: 'none' | 'text' | 'all';
  /** Only the query's own time ends it. */
  stalls?: boolean;
  /** Nobody listens where the request goes. */
  refuses?: boolean;
  /** Only the first request meets it; all others are answered well. */
  once?: boolean;
  /** It costs seconds of work. */
  isDear?: boolean;
  /** Operations that hand on whatever a 2xx holds, so that it is no failure of theirs. */
  passes?: string[];
}

/** A response's bytes, framed by its length. */
export function write({ status, headers, body }: GoodResponse, framing = `content-length: ${body.length}`): Buffer {
  const lines = [`HTTP/1.1 ${status} Said so`, ...headers.map(([name, value]) => `${name}: ${value}`), framing];
  return Buffer.concat([Buffer.from(`${lines.filter(Boolean).join('\r\n')}\r\nconnection: close\r\n\r\n`), body]);
}

/** The good response with another body, type or encoding. */
export function change(good: GoodResponse, body: Buffer | string, headers: Record<string, string> = {}): GoodResponse {
  const kept = good.headers.filter(([name]) => !(name.toLowerCase() in headers));
  return { ...good, body: Buffer.from(body), headers: [...kept, ...Object.entries(headers)] };
}

/** Lets what was written leave as a piece of its own. */
export const nextPiece = (): Promise<void> => new Promise(resolve => setImmediate(() => setImmediate(resolve)));
