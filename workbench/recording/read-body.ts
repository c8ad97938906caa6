import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { isObject } from '../forms/json';
import type { RecordedBody } from './recorded-request';

/** A builder reads the shape, not the pixels. */
const longestText = 2000;
const shownOfLong = 120;
/** Of a body that is not JSON. */
const longestBody = 200_000;
const mostBytes = 32 * 1024 * 1024;

/** By names that servers choose, which may be those of an object's own properties. */
const decoders = new Map<string, (bytes: Buffer, limits: { maxOutputLength: number }) => Buffer>([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', inflateSync],
]);

/** Makes what went over the wire readable: JSON with its long values shortened, forms as their parts. */
export function readBody(bytes: Buffer, total: number, type = '', encoding = ''): RecordedBody {
  const body: RecordedBody = { bytes: total, type };
  if (total === 0) return body;
  const decoded = decode(bytes, encoding);
  if (!decoded) return { ...body, text: `(${encoding}, cut off)` };
  if (type.startsWith('multipart/form-data')) return { ...body, text: describeForm(decoded, type) };
  if (!/json|text|xml|javascript|urlencoded/.test(type)) return body;
  const text = decoded.toString('utf8');
  return { ...body, text: /json/.test(type) ? shortenJson(text) : shortenLines(text) };
}

function decode(bytes: Buffer, encoding: string): Buffer | undefined {
  const decoder = decoders.get(encoding);
  if (!decoder) return bytes;
  try {
    return decoder(bytes, { maxOutputLength: mostBytes });
  } catch {
    return undefined;
  }
}

function shortenJson(text: string): string {
  try {
    return JSON.stringify(shorten(JSON.parse(text)), null, 2);
  } catch {
    return shortenLines(text);
  }
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') return shortenText(value);
  if (Array.isArray(value)) {
    const isVector = value.length > 50 && value.every(item => typeof item === 'number');
    return isVector ? [...value.slice(0, 3), `… ${value.length} numbers`] : value.map(shorten);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shorten(part)]));
}

const shortenText = (text: string): string =>
  text.length <= longestText
    ? text
    : `${text.slice(0, shownOfLong)}… (${text.length.toLocaleString('en-US')} characters)`;

/** Event streams and texts, line by line: one event may hold an image. */
function shortenLines(text: string): string {
  const shown = text.split('\n').map(shortenText).join('\n');
  return shown.length <= longestBody ? shown : `${shown.slice(0, longestBody)}\n… ${text.length} characters in all`;
}

/** A line for each part: texts in full, files by their name, type and size. */
function describeForm(bytes: Buffer, type: string): string {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (!boundary) return '';
  const parts = bytes.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return parts.map(describePart).join('\n');
}

function describePart(part: string): string {
  const end = part.indexOf('\r\n\r\n');
  const head = part.slice(0, end);
  const content = part.slice(end + 4, -2);
  const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
  const file = /filename="([^"]*)"/.exec(head)?.[1];
  const type = /content-type:\s*(\S+)/i.exec(head)?.[1] ?? 'application/octet-stream';
  if (file === undefined) return `${name}: ${shortenText(Buffer.from(content, 'latin1').toString('utf8'))}`;
  return `${name}: file "${file}", ${type}, ${content.length.toLocaleString('en-US')} bytes`;
}
