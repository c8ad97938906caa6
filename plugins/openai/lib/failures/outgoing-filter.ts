import { DataUrl } from '../options/data-url';
import { formsOf } from './secrets';

const REMOVED = '[removed]';

/** The shortest part of a secret that is removed. */
const RUN = 8;
/** A run of 8 has four characters beginning at every fifth place, wherever it stands. */
const GRAM = 4;
const STRIDE = RUN - GRAM + 1;
const HASHES = 1 << 16;
/** From here on a text is remembered that holds no secret: a partial image leaves twice, in its event and in the result. */
const LARGE = 262_144;
/** Characters of the texts that are remembered: they may be dropped by everybody else. */
const MAX_REMEMBERED = 16_000_000;

/** Removes secrets from a text. */
export type RemoveSecrets = (text: string) => string;

/**
 * Finds secrets in every form, whole or in runs of 8 characters and more. A text may be an image of many megabytes, so
 * only every fifth place is looked at, and closely only where four characters fit.
 */
export function createSecretRemover(secrets: string[]): RemoveSecrets {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((one, other) => other.length - one.length);
  const runs = new Set<string>();
  const hashes = new Uint8Array(HASHES);
  const plain: string[] = [];
  for (const form of forms) {
    const telling = runsOf(form).filter(isTelling);
    for (const run of telling) {
      runs.add(run);
      for (let at = 0; at < STRIDE; at += 1) hashes[hashAt(run, at)] = 1;
    }
    if (telling.length === 0) plain.push(form);
  }
  const clean = rememberLarge();
  return text => {
    if (clean.has(text)) return text;
    const hasSecret = plain.some(form => text.includes(form)) || findRun(text, 0, runs, hashes) !== undefined;
    if (!hasSecret) {
      clean.add(text);
      return text;
    }
    const rest = forms.reduce((shown, form) => shown.replaceAll(form, REMOVED), text);
    return removeRuns(rest, runs, hashes);
  };
}

/** Large texts: the newest for which there is room. */
function rememberLarge(): { has(text: string): boolean; add(text: string): void } {
  const texts: string[] = [];
  let characters = 0;
  return {
    has: text => text.length >= LARGE && texts.includes(text),
    add(text) {
      if (text.length < LARGE || text.length > MAX_REMEMBERED) return;
      texts.push(text);
      characters += text.length;
      while (characters > MAX_REMEMBERED) characters -= texts.shift()?.length ?? 0;
    },
  };
}

/** Every part of 8 characters. */
function runsOf(form: string): string[] {
  return Array.from({ length: Math.max(0, form.length - RUN + 1) }, (_, at) => form.slice(at, at + RUN));
}

/** Letters of one case may be a word, such as "required" of a key that says that none is. */
function isTelling(run: string): boolean {
  return /\d|.[A-Z]/.test(run);
}

function hashAt(text: string, at: number): number {
  // In integers and without a loop: with multiplication, an image took four times as long.
  const first = (text.charCodeAt(at) << 4) ^ text.charCodeAt(at + 1);
  const second = (text.charCodeAt(at + 2) << 4) ^ text.charCodeAt(at + 3);
  return ((first << 8) ^ second) & (HASHES - 1);
}

/** Where the next run begins. */
function findRun(text: string, from: number, runs: Set<string>, hashes: Uint8Array): number | undefined {
  for (let at = from; at + GRAM <= text.length; at += STRIDE) {
    if (hashes[hashAt(text, at)] === 0) continue;
    for (let start = Math.max(from, at - STRIDE + 1); start <= at; start += 1) {
      if (runs.has(text.slice(start, start + RUN))) return start;
    }
  }
  return undefined;
}

function removeRuns(text: string, runs: Set<string>, hashes: Uint8Array): string {
  let shown = '';
  let end = 0;
  for (let start = findRun(text, 0, runs, hashes); start !== undefined; start = findRun(text, end, runs, hashes)) {
    shown += text.slice(end, start) + REMOVED;
    end = start + 1;
    while (runs.has(text.slice(end, end + RUN))) end += 1;
    end += RUN - 1;
  }
  return shown + text.slice(end);
}

/**
 * What may leave the plugin in place of a value: without secrets, and such that JSON can write it. What needs no change
 * stays the same object; keys are never changed.
 */
export function filterOutgoing<Value>(value: Value, remove: RemoveSecrets): Value;
export function filterOutgoing(value: unknown, remove: RemoveSecrets): unknown {
  if (typeof value === 'string') return remove(value);
  if (value instanceof DataUrl) return String(new DataUrl(value.mime_type, remove(value.base64)));
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    if (isVector(value)) return value;
    const parts = value.map(part => filterOutgoing(part, remove));
    return parts.every((part, index) => Object.is(part, value[index])) ? value : parts;
  }
  const entries = Object.entries(value);
  const parts = entries.map(([, inner]) => filterOutgoing(inner, remove));
  const isSame = entries.every(([, before], index) => Object.is(before, parts[index]));
  return isSame ? value : Object.fromEntries(entries.map(([name], index) => [name, parts[index]]));
}

/** There may be many thousands of vectors, and a callback for each number would take three times as long. */
function isVector(list: unknown[]): boolean {
  for (let at = 0; at < list.length; at += 1) if (typeof list[at] !== 'number') return false;
  return true;
}
