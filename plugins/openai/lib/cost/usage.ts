/**
 * What a query used, in the same form for every operation; counts that the server does not send are absent.
 * Keys: `input_tokens`, `output_tokens`, `total_tokens`, `cached_tokens`, `cache_write_tokens`, of which `cache_write_12h_tokens`,
 * `reasoning_tokens`;
 * `input_`, `output_` or `cached_` with `text_tokens`, `image_tokens`, `audio_tokens`; where they are billed,
 * `input_seconds` of audio and `input_characters` of text.
 */
export type Usage = Record<string, number>;

/** The sum of the usage of several responses. */
export function addUsages(usages: (object | null | undefined)[]): Usage | undefined {
  const parts = usages.map(readUsage).filter(part => part !== undefined);
  if (parts.length === 0) return undefined;
  const sum: Usage = {};
  for (const [name, count] of parts.flatMap(part => Object.entries(part))) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** Chat and completions count prompt and completion tokens where the rest of the API counts input and output. */
const SIDES = [
  { side: 'input', names: ['input', 'prompt'] },
  { side: 'output', names: ['output', 'completion'] },
];

const KINDS = ['text', 'image', 'audio'];

/** Names that the API and our own form share. */
const SHARED_NAMES = [
  ...['input', 'output', 'cached'].flatMap(side => KINDS.map(kind => `${side}_${kind}_tokens`)),
  ...[
    'total_tokens',
    'cached_tokens',
    'cache_write_tokens',
    'cache_write_12h_tokens',
    'reasoning_tokens',
    'input_seconds',
    'input_characters',
  ],
];

/** Reads the usage of any response, or one already read. Compatible servers may send none, or null. */
export function readUsage(response: object | null | undefined): Usage | undefined {
  if (typeof response !== 'object' || response === null) return undefined;
  const usage: Usage = {};
  for (const { side, names } of SIDES) for (const name of names) copySide(side, name, response, usage);
  const cached = objectOf(response, 'cached_tokens_details');
  if (cached) for (const kind of KINDS) copyCount(`cached_${kind}_tokens`, usage, cached);
  for (const name of SHARED_NAMES) copyCount(name, usage, response);
  // Some transcriptions are billed by time.
  if (Reflect.get(response, 'type') === 'duration') copyCount('input_seconds', usage, response, 'seconds');
  return usage;
}

function copySide(side: string, name: string, response: object, usage: Usage): void {
  copyCount(`${side}_tokens`, usage, response, `${name}_tokens`);
  // Transcriptions use the singular.
  const details = objectOf(response, `${name}_tokens_details`) ?? objectOf(response, `${name}_token_details`);
  if (!details) return;
  for (const kind of KINDS) copyCount(`${side}_${kind}_tokens`, usage, details, `${kind}_tokens`);
  for (const kind of ['cached', 'cache_write', 'reasoning']) copyCount(`${kind}_tokens`, usage, details);
  const writes = objectOf(details, 'cache_write_tokens_details');
  if (writes) copyCount('cache_write_12h_tokens', usage, writes, 'ttl_12h_tokens');
}

function copyCount(key: string, usage: Usage, from: object, name = key): void {
  const value: unknown = Reflect.get(from, name);
  if (typeof value === 'number') usage[key] = value;
}

function objectOf(parent: object, name: string): object | undefined {
  const value: unknown = Reflect.get(parent, name);
  return typeof value === 'object' && value !== null ? value : undefined;
}
