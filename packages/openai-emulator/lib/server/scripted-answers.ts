import type { ServerResponse } from 'node:http';
import { pause } from '../time/pause';

/** What a test wants answered instead of the emulator's own answer. */
export interface ScriptedAnswer {
  /** Default 200. */
  status?: number;
  /** Added to the usual ones, and stronger than they are. */
  headers?: Record<string, string>;
  /** Texts and buffers go out as they are, anything else as JSON. */
  body?: unknown;
  /** Time before the first byte. */
  delayMs?: number;
  /** Destroys the connection after this many bytes of the body, whose full length was announced. */
  truncateAt?: number;
  /** Never answers. */
  hang?: true;
  /** Sends the headers, then nothing. */
  stallAfterHeaders?: true;
  /** How many requests get this answer; default 1. */
  times?: number;
  /** A body without announced length, sent piece by piece. */
  chunks?: (string | Buffer)[];
  /** Time between two chunks. */
  chunkDelayMs?: number;
}

interface Expected {
  path: string;
  answer: ScriptedAnswer;
  remaining: number;
}

export interface ScriptedAnswers {
  add(path: string, answer: ScriptedAnswer): void;
  /** The answer for a request, used up by asking. */
  take(path: string): ScriptedAnswer | undefined;
  clear(): void;
}

export function createScriptedAnswers(): ScriptedAnswers {
  let expected: Expected[] = [];
  return {
    add: (path, answer) => {
      expected.push({ path, answer, remaining: answer.times ?? 1 });
    },
    take: path => {
      const next = expected.find(candidate => path.startsWith(candidate.path));
      if (!next) return undefined;
      next.remaining -= 1;
      if (next.remaining <= 0) expected = expected.filter(candidate => candidate !== next);
      return next.answer;
    },
    clear: () => {
      expected = [];
    },
  };
}

function toBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
}

/** Writes bytes and drops the connection once they have left this process. */
function writeAndDrop(response: ServerResponse, bytes: Buffer): void {
  response.write(bytes, () => response.socket?.destroySoon());
}

async function playChunks(response: ServerResponse, { chunks = [], chunkDelayMs = 0, truncateAt }: ScriptedAnswer) {
  let left = truncateAt ?? Number.POSITIVE_INFINITY;
  for (const chunk of chunks) {
    if (response.destroyed) return;
    const bytes = toBytes(chunk);
    if (bytes.length >= left) return writeAndDrop(response, bytes.subarray(0, left));
    left -= bytes.length;
    response.write(bytes);
    await pause(chunkDelayMs);
  }
  response.end();
}

export async function playScriptedAnswer(response: ServerResponse, answer: ScriptedAnswer): Promise<void> {
  const { status = 200, headers = {}, body, delayMs = 0, truncateAt, hang, stallAfterHeaders, chunks } = answer;
  if (hang) return;
  await pause(delayMs);
  if (response.destroyed) return;

  response.statusCode = status;
  const isRaw = Buffer.isBuffer(body);
  response.setHeader(
    'content-type',
    chunks ? 'text/event-stream' : isRaw ? 'application/octet-stream' : 'application/json'
  );
  if (!chunks) response.setHeader('content-length', toBytes(body).length);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);

  response.flushHeaders();
  if (stallAfterHeaders) return;
  if (chunks) await playChunks(response, answer);
  else if (truncateAt !== undefined) writeAndDrop(response, toBytes(body).subarray(0, truncateAt));
  else response.end(toBytes(body));
}
