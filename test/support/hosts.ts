import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Emulator } from 'openai-emulator';
import type { Body, Part } from '../../scripts/shell';
import { loadInContext } from '../../workbench/host/load-in-context';
import { defaultPluginDirectory } from '../../workbench/host/plugin-files';
import type { PluginClass, PluginService } from '../../workbench/host/plugin-service';

/** The plugin as it is installed; `npm run build` makes it. */
export const bundle = readFileSync(join(defaultPluginDirectory, 'dist/index.js'), 'utf8');

let Plugin: PluginClass | undefined;

/**
 * The plugin as today's host gives it to one query, but loaded once for a test file: a context for each query takes longer
 * than most queries. The tests of the bundle and of loaders load it for every query.
 */
export function loadPlugin(): PluginService {
  Plugin ??= loadInContext(bundle);
  return new Plugin();
}

/** What a bundle holds packed, in base64, by its names; the body has an empty one. */
export const listPacked = (text: string): [name: string, packed: string][] =>
  [...text.matchAll(/;(\w*):([\w+/=]{100,})(?=;)/g)].map(([, name = '', packed = '']) => [name, packed]);

/** What is inside the bundle's shell: the body, and the parts that it needs later. */
export function readParts(): Body {
  const entries = listPacked(bundle).map(([name, text]) => [name, unpack(text)] as const);
  const { '': body, ...parts } = Object.fromEntries(entries);
  if (!body) throw new Error('The bundle holds no packed body');
  return { ...body, parts };
}

function unpack(packed: string): Part {
  const [code = '', ...rest] = brotliDecompressSync(Buffer.from(packed, 'base64')).toString().split('\0');
  const texts = rest.flatMap((name, place) => (place % 2 === 0 ? [[name, rest[place + 1] ?? '']] : []));
  return { code, texts: Object.fromEntries(texts) };
}

export const key = 'sk-a-key-for-tests';

/** A connection to the emulator that does not repeat what fails. */
export function connectTo({ baseUrl }: Pick<Emulator, 'baseUrl'>, more: object = {}): object {
  return { apiKey: key, baseUrl, maxRetries: 0, ...more };
}

/** What a host reads of an error. */
export interface Thrown {
  className: string;
  message: string;
  description: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  /** Everything a log could show of it. */
  stack: string;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Waits for a query to fail.
 *
 * @throws Error where it succeeds.
 */
export async function failureOf(query: Promise<unknown>): Promise<Thrown> {
  const outcome = await query.then(
    (value: unknown) => ({ value }),
    (thrown: unknown) => ({ thrown })
  );
  if ('value' in outcome) throw new Error(`The query did not fail but gave ${JSON.stringify(outcome.value)}`);
  const { thrown } = outcome;
  if (!isObject(thrown)) throw new Error(`The query threw what is no error: ${String(thrown)}`);
  const partOf = (name: string): Record<string, unknown> => {
    const part: unknown = Reflect.get(thrown, name);
    return isObject(part) ? { ...part } : {};
  };
  return {
    className: thrown.constructor.name,
    message: String(Reflect.get(thrown, 'message')),
    description: String(Reflect.get(thrown, 'description')),
    data: partOf('data'),
    metadata: partOf('metadata'),
    stack: String(Reflect.get(thrown, 'stack')),
  };
}

/** Reads a stream to its end. */
export async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}
