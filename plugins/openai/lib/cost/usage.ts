/**
 * What a query used, in one shape for every operation; a count is present when the server told it.
 * Keys: `input_tokens`, `output_tokens`, `total_tokens`, `cached_tokens`, `cache_write_tokens`, `reasoning_tokens`;
 * `input_`, `output_` or `cached_` with `text_tokens`, `image_tokens`, `audio_tokens`; where that is what is billed,
 * `input_seconds` of sound and `input_characters` of text.
 */
export type Usage = Record<string, number>;

/** The usage of an answer that came in several parts, each with its own. */
export function addUsages(given: (object | null | undefined)[]): Usage | undefined {
  const parts = given.map(readUsage).filter(part => part !== undefined);
  if (parts.length === 0) return undefined;
  const sum: Usage = {};
  for (const [name, count] of parts.flatMap(part => Object.entries(part))) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** Chat and completions say prompt and completion where the rest of the API says input and output. */
const sides = [
  { side: 'input', names: ['input', 'prompt'] },
  { side: 'output', names: ['output', 'completion'] },
];

const KINDS = ['text', 'image', 'audio'];

/** Names of our own shape, which may come in again. */
const OWN = [
  ...['input', 'output', 'cached'].flatMap(side => KINDS.map(kind => `${side}_${kind}_tokens`)),
  ...['total_tokens', 'cached_tokens', 'cache_write_tokens', 'reasoning_tokens', 'input_seconds', 'input_characters'],
];

/** Reads the usage of any answer, or one that was read before; compatible servers may send none, or null. */
export function readUsage(given: object | null | undefined): Usage | undefined {
  if (!given) return undefined;
  const usage: Usage = {};
  const keep = (key: string, from: object, name = key) => {
    const value: unknown = Reflect.get(from, name);
    if (typeof value === 'number') usage[key] = value;
  };
  for (const { side, names } of sides) {
    for (const name of names) {
      keep(`${side}_tokens`, given, `${name}_tokens`);
      // Transcriptions say it in the singular.
      const details = objectOf(given, `${name}_tokens_details`) ?? objectOf(given, `${name}_token_details`);
      if (!details) continue;
      for (const kind of KINDS) keep(`${side}_${kind}_tokens`, details, `${kind}_tokens`);
      for (const kind of ['cached', 'cache_write', 'reasoning']) keep(`${kind}_tokens`, details);
    }
  }
  const cached = objectOf(given, 'cached_tokens_details');
  if (cached) for (const kind of KINDS) keep(`cached_${kind}_tokens`, cached);
  for (const name of OWN) keep(name, given);
  // Transcriptions that are billed by time.
  if (Reflect.get(given, 'type') === 'duration') keep('input_seconds', given, 'seconds');
  return usage;
}

function objectOf(given: object, name: string): object | undefined {
  const value: unknown = Reflect.get(given, name);
  return typeof value === 'object' && value !== null ? value : undefined;
}
