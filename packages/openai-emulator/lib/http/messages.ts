import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { pause } from '../time/pause';

/** A request as the handlers see it. */
export interface ApiRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  /** The parsed JSON; undefined if the body is not JSON. */
  body: unknown;
  rawBody: Buffer;
  id: string;
  /** Where this emulator listens, e.g. http://127.0.0.1:41234 */
  origin: string;
  now: Date;
}

export interface ServerEvent {
  event?: string;
  data: unknown;
}

export type Answer =
  | { status?: number; headers?: Record<string, string>; body: unknown }
  | { file: Buffer; contentType: string }
  | { pieces: AsyncIterable<Buffer>; size: number; contentType: string }
  | { events: Iterable<ServerEvent> | AsyncIterable<ServerEvent> }
  | { relay: (response: ServerResponse) => Promise<void> };

/** What is answered at one path. */
export interface Route {
  method: string;
  path: RegExp;
  isPublic?: true;
  answer(request: ApiRequest): Answer | Promise<Answer>;
}

export function newId(prefix: string): string {
  // Node makes many of them at once, which a batch of 50,000 rows needs.
  return `${prefix}${randomUUID().replaceAll('-', '')}`;
}

export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function flattenHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]);
  return Object.fromEntries(entries);
}

/** The headers that OpenAI puts on every answer, beside those of its rate limits. */
export function standardHeaders(request: ApiRequest, startedAt: number): Record<string, string> {
  return {
    'x-request-id': request.id,
    'openai-processing-ms': String(Math.max(1, Math.round(performance.now() - startedAt))),
    'openai-version': '2020-10-01',
    'openai-organization': request.headers['openai-organization'] ?? 'org-emulator',
  };
}

function sendBytes(response: ServerResponse, status: number, contentType: string, bytes: Buffer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length });
  response.end(bytes);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendBytes(response, status, 'application/json', Buffer.from(JSON.stringify(body)));
}

async function sendEvents(
  response: ServerResponse,
  events: Iterable<ServerEvent> | AsyncIterable<ServerEvent>,
  delayMs: number
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  for await (const { event, data } of events) {
    if (response.destroyed) return;
    const name = event ? `event: ${event}\n` : '';
    const accepted = response.write(`${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
    // A reader that went away never drains, so its closing ends the wait too.
    if (!accepted) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    await pause(delayMs);
  }
  response.end();
}

export async function sendAnswer(response: ServerResponse, answer: Answer, streamDelayMs: number): Promise<void> {
  if ('relay' in answer) await answer.relay(response);
  else if ('events' in answer) await sendEvents(response, answer.events, streamDelayMs);
  else if ('pieces' in answer) {
    response.writeHead(200, { 'content-type': answer.contentType, 'content-length': answer.size });
    await pipeline(answer.pieces, response);
  } else if ('file' in answer) sendBytes(response, 200, answer.contentType, answer.file);
  else {
    for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
    sendJson(response, answer.status ?? 200, answer.body);
  }
}
