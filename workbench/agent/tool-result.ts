import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import { isObject, textAt } from '../forms/json';
import type { KeptMedia, Medium } from './kept-media';

/**
 * What an agent receives for a query's result: its data as structured content, the same in short as text, and images,
 * sounds and files as content of their own.
 */
export function toToolResult(result: object, kept: KeptMedia): CallToolResult {
  const { status, message, data, metadata }: Record<string, unknown> = { ...result };
  if (status !== 'ok') return toFailure(result);
  const { value, media } = kept.takeFrom(data);
  const text = JSON.stringify(shorten({ message, data: value, metadata }));
  return {
    content: [{ type: 'text', text }, ...media.map(toContent)],
    structuredContent: isObject(value) ? value : { value },
  };
}

/** A failure that an agent can read and fix: what failed, why, and what to do. */
export function toFailure(result: object): CallToolResult {
  const message = textAt(result, 'message') ?? '';
  const description = textAt(result, 'description') ?? '';
  const hint = textAt(result, 'data', 'hint') ?? '';
  const said = [message, description].join('\n');
  const data: unknown = Reflect.get(result, 'data');
  return {
    isError: true,
    content: [{ type: 'text', text: hint && !said.includes(hint) ? `${said}\n${hint}` : said }],
    structuredContent: { message, description, ...(isObject(data) && data) },
  };
}

function toContent({ name, mimeType, base64 }: Medium): ContentBlock {
  if (mimeType.startsWith('image/')) return { type: 'image', mimeType, data: base64 };
  if (mimeType.startsWith('audio/')) return { type: 'audio', mimeType, data: base64 };
  return { type: 'resource', resource: { uri: name, mimeType, blob: base64 } };
}

/** More than an id or a token has. */
const longText = 500;
/** More than a row of a table has. */
const manyNumbers = 50;

/** What a model reads: without base64 and vectors, which tell it nothing and fill its context. */
function shorten(value: unknown): unknown {
  if (typeof value === 'string') {
    const isBase64 = value.length > longText && /^(data:[^,]*,)?[\w+/=-]+$/.test(value);
    return isBase64 ? `(${value.length} characters of base64 left out here)` : value;
  }
  if (Array.isArray(value)) {
    const isVector = value.length > manyNumbers && value.every(item => typeof item === 'number');
    return isVector ? `(${value.length} numbers left out here)` : value.map(shorten);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shorten(part)]));
}
