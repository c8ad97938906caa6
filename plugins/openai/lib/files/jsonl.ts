import { setImmediate as pause } from 'node:timers/promises';
import type { Problem } from '../options/option';
import type { FileContent } from '../types/file';
import { readPieces } from './load-files';

/** What each line of a jsonl file must be. */
export type LineKind = 'batch' | 'fine-tune';

/** OpenAI's limits of a batch. */
const BATCH = { lines: 50_000, bytes: 200_000_000 };

/** Faults told of one file; the rest will mostly be the same again. */
const MOST_FAULTS = 20;

/** What a line of a batch must hold. */
const REQUEST = '{ "custom_id", "method": "POST", "url", "body" }';

/**
 * Looks at a jsonl file line by line, as the API would after minutes or hours.
 *
 * @param field The option it was handed in by.
 */
export async function inspectJsonl(field: string, file: FileContent, kind: LineKind): Promise<Problem[]> {
  const allowed = [kind === 'batch' ? REQUEST : 'a JSON object in each line'];
  const problem = (fault: string): Problem => ({ field, message: `${field} ${fault}`, allowed });
  if (file.mime_type !== 'text/plain') return [problem(`is a ${file.mime_type}; purpose ${kind} takes jsonl`)];
  if (kind === 'batch' && file.bytes > BATCH.bytes)
    return [problem(`has ${Math.round(file.bytes / 1e6)} MB; a batch takes at most ${BATCH.bytes / 1e6} MB`)];

  const inspectLine = kind === 'batch' ? createRequestCheck() : () => undefined;
  const faults: string[] = [];
  let lines = 0;
  for await (const [number, text] of readLines(file)) {
    lines += 1;
    const line = parseObject(text);
    const fault = typeof line === 'string' ? line : inspectLine(line, number);
    if (fault) faults.push(`line ${number} ${fault}`);
    if (faults.length === MOST_FAULTS) break;
  }
  if (lines === 0) faults.push('holds no lines');
  if (kind === 'batch' && lines > BATCH.lines)
    faults.push(`has ${lines.toLocaleString('en-US')} requests; a batch takes at most 50,000`);
  return faults.map(problem);
}

/** Every line that is not blank, with its number from 1. Lets others work in between. */
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
    await pause();
  }
  if (rest.trim() !== '') yield [number + 1, rest];
}

/** The object, or what is wrong with the line; never its words, which may be private. */
function parseObject(text: string): object | string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : 'is not a JSON object';
  } catch {
    return 'is not valid JSON';
  }
}

/** Says what is wrong with a request, beside those before it. */
function createRequestCheck(): (line: object, number: number) => string | undefined {
  const seen = new Map<string, number>();
  let first: string | undefined;
  return (line, number) => {
    const { custom_id, method, url, body }: Record<string, unknown> = { ...line };
    if (typeof custom_id !== 'string' || custom_id === '') return 'has no custom_id';
    const earlier = seen.get(custom_id);
    if (earlier !== undefined) return `has the custom_id of line ${earlier}`;
    seen.set(custom_id, number);
    if (method !== 'POST') return 'needs "method": "POST"';
    if (typeof url !== 'string' || !url.startsWith('/v1/')) return 'needs a url that begins with /v1/';
    first ??= url;
    if (url !== first) return 'has another url than the first line; all of a batch go to one';
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? undefined : 'has no body';
  };
}
