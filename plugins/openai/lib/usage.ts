/**
 * Tokens a query used, in one shape for every operation; a count is present when the server told it.
 * Keys: `input_tokens`, `output_tokens`, `total_tokens`, `cached_tokens`, `reasoning_tokens`, and
 * `input_` or `output_` with `text_tokens`, `image_tokens`, `audio_tokens`.
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

/** Reads the usage of any answer; compatible servers may send none, or null. */
export function readUsage(given: object | null | undefined): Usage | undefined {
  if (!given) return undefined;
  const usage: Usage = {};
  const keep = (key: string, value: unknown) => {
    if (typeof value === 'number') usage[key] = value;
  };
  for (const { side, names } of sides) {
    for (const name of names) {
      keep(`${side}_tokens`, Reflect.get(given, `${name}_tokens`));
      const details: unknown = Reflect.get(given, `${name}_tokens_details`);
      if (typeof details !== 'object' || details === null) continue;
      for (const kind of ['text', 'image', 'audio']) {
        keep(`${side}_${kind}_tokens`, Reflect.get(details, `${kind}_tokens`));
      }
      for (const kind of ['cached', 'reasoning']) keep(`${kind}_tokens`, Reflect.get(details, `${kind}_tokens`));
    }
  }
  keep('total_tokens', Reflect.get(given, 'total_tokens'));
  return usage;
}
