import type OpenAI from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { ApiError } from '../failures/api-error';
import type { Call, Collector, Context } from '../operation';
import type { Progress } from '../types/progress';
import { readContent } from './answer-content';
import { type Completion, type CompletionMessage, readCompletion } from './chat-completion';
import { GrowingCalls } from './growing-calls';
import { type PlainDelta, readPlainDelta } from './plain-delta';
import { createStopFilter } from './stop-sequence';

/** Opens a streamed chat completion whose last chunk holds its usage, if the server supports that. */
export async function openChat(
  client: OpenAI,
  request: ChatCompletionCreateParamsNonStreaming,
  { signal }: Call
): Promise<Response> {
  const open = (more: object) =>
    client.chat.completions.create({ ...request, stream: true, ...more }, { signal }).asResponse();
  try {
    return await open({ stream_options: { include_usage: true } });
  } catch (error) {
    const isUnsupported = error instanceof ApiError && (error.status === 400 || error.status === 422);
    if (!isUnsupported || !/stream_options|include_usage/.test(error.body)) throw error;
    return open({});
  }
}

/** What has arrived of one choice so far. */
interface PartialChoice {
  message: CompletionMessage;
  text: string | undefined;
  calls: GrowingCalls;
  finish_reason?: string;
  error?: unknown;
}

/** Texts that come in pieces. */
const PIECES = ['refusal', 'reasoning_content', 'reasoning'] as const;

/**
 * Assembles the chunks of a chat completion and reports the text of the first choice as it arrives.
 *
 * @param stops Stop sequences that the model does not support, and that are applied here instead.
 */
export function collectChat(stops: string[], warn: Context['warn']): Collector<Completion> {
  const limitText = createStopFilter(stops);
  let head: Completion = {};
  const partials = new Map<number, PartialChoice>();
  const grow = (index: number) => {
    const known = partials.get(index) ?? { message: {}, text: undefined, calls: new GrowingCalls() };
    partials.set(index, known);
    return known;
  };
  const firstIndex = () => partials.keys().next().value;
  let last: object | undefined;
  const takePlain = ({ index, text }: PlainDelta): Progress[] => {
    const choice = grow(index);
    choice.text = (choice.text ?? '') + text;
    const shown = index === firstIndex() ? limitText(text, false) : '';
    return shown ? [{ type: 'text_delta', text: shown }] : [];
  };
  return {
    take(event) {
      const plain = readPlainDelta(event, last);
      if (plain) return takePlain(plain);
      last = event;
      const { choices = [], ...rest } = readCompletion(event);
      // Some send an empty id or model with what is no part of the answer.
      head = { ...rest, ...head, ...(rest.usage && { usage: rest.usage }) };
      head.id ||= rest.id;
      head.model ||= rest.model;
      if (rest.service_tier) head.service_tier = rest.service_tier;
      let shown = '';
      choices.forEach(({ index: stated, delta, message, text, finish_reason, error }, place) => {
        const index = stated ?? place;
        const choice = grow(index);
        const came = addDelta(choice, delta ?? { content: text });
        if (message) addWhole(choice, message);
        if (finish_reason) choice.finish_reason = finish_reason;
        if (error !== undefined) choice.error = error;
        if (index === firstIndex()) shown += limitText(came, Boolean(finish_reason));
      });
      return shown ? [{ type: 'text_delta', text: shown }] : [];
    },
    text: () => partials.values().next().value?.text ?? '',
    finish(isClosed) {
      const ended = [...partials].filter(([, { finish_reason, error }]) => isClosed || finish_reason || error);
      if (ended.length === 0 || ended.length < partials.size) return undefined;
      const isOpen = ended.some(([, { finish_reason, error }]) => !finish_reason && error === undefined);
      if (isOpen) warn('include_raw', 'The stream ended without a finish_reason, so the answer may be incomplete');
      return { ...head, choices: ended.sort(([one], [other]) => one - other).map(toChoice) };
    },
  };
}

/** Adds a piece; returns its text. */
function addDelta(choice: PartialChoice, delta: CompletionMessage): string {
  const { text, reasoning, refusal } = readContent(delta.content);
  if (text !== undefined) choice.text = (choice.text ?? '') + text;
  const { message } = choice;
  for (const name of PIECES) {
    const piece = delta[name];
    if (typeof piece === 'string') message[name] = `${message[name] ?? ''}${piece}`;
  }
  if (refusal) message.refusal = `${message.refusal ?? ''}${refusal}`;
  if (reasoning) message.reasoning = `${message.reasoning ?? ''}${reasoning}`;
  if (delta.reasoning_details) {
    message.reasoning_details = [...(message.reasoning_details ?? []), ...delta.reasoning_details];
  }
  const { function_call } = delta;
  choice.calls.add(delta.tool_calls ?? (function_call ? [{ function: function_call }] : []));
  return text ?? '';
}

/** A whole message, which some servers send at the end in the place of a piece. */
function addWhole(choice: PartialChoice, message: CompletionMessage): void {
  const { text } = readContent(message.content);
  if (text !== undefined && text.length > (choice.text ?? '').length) choice.text = text;
  choice.message = { ...message, ...choice.message };
  if (choice.calls.size === 0) choice.calls.add(message.tool_calls ?? []);
}

function toChoice([index, { message, text, calls, finish_reason, error }]: [number, PartialChoice]) {
  const { content: _, tool_calls: __, function_call: ___, ...rest } = message;
  return {
    index,
    ...(finish_reason && { finish_reason }),
    ...(error !== undefined && { error }),
    message: {
      ...rest,
      ...(text !== undefined && { content: text }),
      ...(calls.size > 0 && { tool_calls: calls.list() }),
    },
  };
}
