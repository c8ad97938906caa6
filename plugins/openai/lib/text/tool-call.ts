import { countOf } from '../options/count';

/** A tool call of the model; `arguments` is parsed if it is valid JSON, else the original text. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: unknown;
}

/** Parses the arguments of a tool call. */
export function toToolCall(id: string, name: string, text: string): ToolCall {
  try {
    return { id, name, arguments: JSON.parse(text) };
  } catch {
    return { id, name, arguments: text };
  }
}

const MOST_NAMED = 3;

/** "the output of get_weather", "the outputs of get_weather and get_time", "the outputs of 12 calls". */
export function describeOutputs(calls: ToolCall[]): string {
  const names = [...new Set(calls.map(({ name }) => name))];
  const isShort = names.length <= MOST_NAMED && names.every(name => name.length <= 64);
  const what = isShort ? names.join(' and ') : countOf(calls.length, 'call');
  return `the ${calls.length === 1 ? 'output' : 'outputs'} of ${what}`;
}
