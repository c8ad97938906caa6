export const charactersPerToken = 4;

export function countTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** Usage in the form of the Responses API, where nothing was cached and nothing reasoned about. */
export function plainUsage(input_tokens: number, output_tokens: number) {
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input_tokens + output_tokens,
  };
}

/** The tools that a request declares, which the model reads too. */
export function countToolTokens(tools: unknown): number {
  return Array.isArray(tools) && tools.length > 0 ? countTokens(JSON.stringify(tools)) : 0;
}

interface Limits {
  stop: string[];
  maxTokens: number | undefined;
}

export interface FinishedText {
  text: string;
  finishReason: 'stop' | 'length';
}

/** Ends a text where a model would have to: before a stop sequence, or when the tokens are used up. */
export function finishText(text: string, { stop, maxTokens = Number.POSITIVE_INFINITY }: Limits): FinishedText {
  const ends = stop.filter(Boolean).map(sequence => text.indexOf(sequence));
  const stopped = text.slice(0, Math.min(text.length, ...ends.filter(end => end >= 0)));
  if (countTokens(stopped) <= maxTokens) return { text: stopped, finishReason: 'stop' };
  return { text: stopped.slice(0, maxTokens * charactersPerToken), finishReason: 'length' };
}

/** Cuts a text into pieces of a few words, as a stream delivers it. Joined, they are the text again. */
export function splitForStream(text: string): string[] {
  return text.match(/\s*(?:\S+\s*){1,3}|\s+/g) ?? [];
}
