import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '../options/option';
import type { FileContent } from '../types/file';
import { nameSizes } from './file-check';
import { readPieces } from './file-content';

/** The purposes whose files are checked line by line. */
export type LineKind = 'batch' | 'fine-tune';

/** OpenAI's limits for the file of a batch. */
const MAX_BATCH = { requests: 50_000, bytes: 200_000_000 };

/** The first problems of a file usually show what is wrong with the rest. */
const MAX_PROBLEMS = 20;

/** The format of a line of a batch. */
const REQUEST = '{ "custom_id", "method": "POST", "url", "body" }';

/**
 * Checks a jsonl file line by line, so that mistakes show before the API finds them after minutes or hours.
 *
 * @param field The option that holds the file.
 */
export async function inspectJsonl(field: string, file: FileContent, kind: LineKind): Promise<Problem[]> {
  const allowed = [kind === 'batch' ? REQUEST : 'a JSON object in each line'];
  const problem = (reason: string): Problem => ({ field, message: `${field} ${reason}`, allowed });
  if (file.mime_type !== 'text/plain') return [problem(`must be jsonl when purpose is ${kind}; got ${file.mime_type}`)];
  if (kind === 'batch' && file.bytes > MAX_BATCH.bytes) {
    const [most, got] = nameSizes(MAX_BATCH.bytes, file.bytes);
    return [problem(`must be at most ${most} for a batch; got ${got}`)];
  }

  const inspectLine = kind === 'batch' ? createRequestCheck() : () => undefined;
  const reasons: string[] = [];
  let lines = 0;
  for await (const [number, text] of readLines(file)) {
    lines += 1;
    const line = parseObject(text);
    const reason = typeof line === 'string' ? line : inspectLine(line, number);
    if (reason) reasons.push(`line ${number} ${reason}`);
    if (reasons.length === MAX_PROBLEMS) break;
  }
  if (lines === 0) reasons.push('has no lines');
  if (kind === 'batch' && lines > MAX_BATCH.requests)
    reasons.push(`must have at most 50,000 requests for a batch; got ${lines.toLocaleString('en-US')}`);
  return reasons.map(problem);
}

/** Yields each non-blank line with its number from 1, pausing now and then so that the host stays responsive. */
async function* readLines(file: FileContent): AsyncGenerator<[number, string]> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  for (const piece of readPieces(file)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield [number, line];
    }
    await nextTurn();
  }
  if (rest.trim() !== '') yield [number + 1, rest];
}

/** The object, or what is wrong with the line, without quoting it: its content may be private. */
function parseObject(text: string): object | string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : 'is not a JSON object';
  } catch {
    return 'is not valid JSON';
  }
}

/** Checks each request of a batch on its own and against those before it. */
function createRequestCheck(): (line: object, number: number) => string | undefined {
  const seen = new Map<string, number>();
  let first: string | undefined;
  return (line, number) => {
    const { custom_id, method, url, body }: Record<string, unknown> = { ...line };
    if (typeof custom_id !== 'string' || custom_id === '') return 'has no custom_id';
    const earlier = seen.get(custom_id);
    if (earlier !== undefined) return `has the same custom_id as line ${earlier}`;
    seen.set(custom_id, number);
    if (method !== 'POST') return 'must have "method": "POST"';
    if (typeof url !== 'string' || !url.startsWith('/v1/')) return 'must have a url that begins with /v1/';
    first ??= url;
    if (url !== first) return 'has a different url from the first line; all requests of a batch must have the same url';
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? undefined : 'has no body';
  };
}
