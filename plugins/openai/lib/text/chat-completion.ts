import { isJsonObject } from '../options/json-object';
import { anyObject, anything, list, number, object, readFields, text } from '../transport/fields';
import { readContent } from './answer-content';

/** A chat completion as servers give it. Every field may be missing: which of them a response needs is for its reader to say. */

const call = object({
  index: number,
  id: text,
  type: text,
  function: object({ name: text, arguments: anything }),
  custom: object({ name: text, input: text }),
  // What Gemini signs its thoughts with, and wants back.
  extra_content: anyObject,
});

const message = object({
  content: anything,
  refusal: text,
  reasoning_content: anything,
  reasoning: anything,
  reasoning_details: list(anyObject),
  tool_calls: list(call),
  function_call: object({ name: text, arguments: anything }),
});

const choice = object({
  index: number,
  finish_reason: text,
  message,
  delta: message,
  text: anything,
  error: anything,
});

/** A whole response, or a piece of a streamed one. */
const completion = object({
  id: text,
  created: number,
  model: text,
  service_tier: text,
  choices: list(choice),
  message,
  usage: anyObject,
});

export type Completion = NonNullable<ReturnType<typeof completion>>;
export type CompletionChoice = NonNullable<ReturnType<typeof choice>>;
export type CompletionMessage = NonNullable<ReturnType<typeof message>>;
export type CompletionCall = NonNullable<ReturnType<typeof call>>;

/** Reads a completion, or a piece of one, from whatever came. */
export function readCompletion(response: unknown, warn?: (parameter: string, reason: string) => void): Completion {
  const read = readFields(unwrap(response), completion, warn) ?? {};
  // A server's own form, which some gateways pass on.
  return read.choices || !read.message ? read : { ...read, choices: [{ message: read.message }] };
}

/** Some gateways put a response into an envelope. */
function unwrap(response: unknown): unknown {
  if (!isJsonObject(response) || response['choices'] !== undefined) return response;
  const inner = [response['result'], response['data'], response['response']].find(
    value => isJsonObject(value) && value['choices'] !== undefined
  );
  return inner ?? response;
}

/** What a message says, its thoughts apart, wherever they stand. */
export function readMessage({ content, refusal, reasoning_content, reasoning, reasoning_details }: CompletionMessage): {
  text?: string;
  reasoning: string;
  refusal: string;
} {
  const said = readContent(content);
  const details = (reasoning_details ?? []).map(detail => readContent(detail['text'] ?? detail['summary']).text ?? '');
  const thought = [reasoning_content, reasoning].map(one => readContent(one).text ?? '').find(one => one !== '');
  return { ...said, reasoning: said.reasoning || (thought ?? details.join('')), refusal: refusal || said.refusal };
}

/** A call's arguments as text, as the API takes them back. */
export function toArguments(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
