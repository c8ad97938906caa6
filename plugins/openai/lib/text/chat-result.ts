import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
  ChatCompletionUserMessageParam,
} from 'openai/resources/chat/completions';
import { readUsage, type Usage } from '../cost/usage';
import { unusable } from '../failures/body-check';
import { findWords } from '../failures/error-body';
import { BrokenResponse, UnusableResponse } from '../failures/failure';
import { StreamedError } from '../failures/streamed-error';
import type { Billed, Context, Outcome } from '../operation';
import {
  type CompletionCall,
  type CompletionChoice,
  readCompletion,
  readMessage,
  toArguments,
} from './chat-completion';
import { type Ending, parseAnswer, splitThought, toEnding } from './json-answer';
import type { CheckAnswer } from './schema-check';
import { cutAtStop } from './stop-sequence';
import { type ToolCall, toToolCall } from './tool-call';

/** One choice of a chat completion. */
export interface Choice {
  text: string;
  parsed?: unknown;
  refusal?: string;
  /** What the model thought, where the server shows it. */
  reasoning?: string;
  tool_calls: ToolCall[];
  finish_reason?: string;
}

/** `data` of a chat: the first choice, all of them if `n` is above 1, and the history for the next turn. */
export interface ChatData extends Omit<Choice, 'finish_reason'> {
  choices?: Choice[];
  message_history: ChatCompletionMessageParam[];
}

/** How choices are read. */
export interface ChoiceOptions {
  /** The request asked for JSON. */
  isJson: boolean;
  /** Checks what it asked for. */
  check?: CheckAnswer;
  /** Stop sequences that the model does not support, and that are applied here instead. */
  stops: string[];
  /** Reports what could not be read; absent for bulk results. */
  warn?: Context['warn'];
}

/** A chat completion after reading. */
export interface ChatAnswer {
  choices: [Choice, ...Choice[]];
  /** The first choice as a message for the next turn. */
  message: ChatCompletionAssistantMessageParam;
  id?: string | undefined;
  model?: string | undefined;
  service_tier?: string | undefined;
  usage?: Usage | undefined;
}

/**
 * Reads every choice of a chat completion. Missing fields are empty, and an unusable choice does not affect the others.
 *
 * @throws UnusableResponse if no choice is usable, JSON is incomplete or invalid, or the content filter removed the answer.
 */
export function readChat(answer: unknown, reading: ChoiceOptions): ChatAnswer {
  const { choices = [], id, model, service_tier, usage } = readCompletion(answer, reading.warn);
  const found: { choice: Choice; calls: NamedCall[]; raw: CompletionChoice }[] = [];
  let trouble: unknown;
  choices.forEach((raw, index) => {
    try {
      const calls = nameCalls(raw, id, reading.warn);
      found.push({ choice: toChoice(raw, calls, reading), calls, raw });
    } catch (error) {
      trouble ??= error;
      const reason = error instanceof Error ? error.message : String(error);
      if (choices.length > 1) reading.warn?.('n', `Choice ${index + 1} of ${choices.length} is unusable: ${reason}`);
    }
  });
  const [first, ...others] = found;
  if (!first) throw trouble ?? unusable(answer, 'The response has no choices');
  return {
    choices: [first.choice, ...others.map(({ choice }) => choice)],
    message: toMessage(first.choice, first.calls, first.raw),
    id,
    model,
    service_tier,
    usage: readUsage(usage),
  };
}

/** The rest of an outcome, the same for every operation that uses a chat model. */
export function describeChat({
  choices: [{ finish_reason }],
  id,
  model,
  usage,
  service_tier,
}: ChatAnswer): Pick<Outcome, 'id' | 'model' | 'finish_reason' | 'usage' | 'charges'> {
  return { id, model, finish_reason, usage, charges: [{ usage, service_tier }] };
}

/** What a chat completion is billed for, whatever it says. */
export function billChat(answer: unknown): Billed {
  const { model, usage: given, service_tier } = readCompletion(answer);
  const usage = readUsage(given);
  return { model, usage, charges: [{ responded: model, usage, service_tier }] };
}

/** Warns of an answer that ended before the model was done, or that says nothing. */
export function warnOfEnd({ text, refusal, tool_calls, finish_reason }: Choice, warn: Context['warn']): void {
  const ending = toEnding(finish_reason);
  if (ending === 'cut') warn('max_tokens', 'The answer was cut off at the token limit');
  else if (ending === 'filtered') warn('prompt', 'The content filter stopped the answer before its end');
  else if (text === '' && !refusal && tool_calls.length === 0) warn('include_raw', 'The answer has no text');
}

/**
 * Fails with an error that a server put into the only choice, if nothing else came.
 *
 * @throws StreamedError
 */
export function checkChoice(answer: unknown): void {
  const { choices: [only, ...others] = [] } = readCompletion(answer);
  if (!only || only.error === undefined || others.length > 0) return;
  if (!readMessage(only.message ?? {}).text)
    throw new StreamedError({ code: 'server_error', ...findWords(only.error) });
}

/** Finish reasons of servers that failed to complete an answer. */
const FAILED = ['error', 'network_error', 'insufficient_system_resource', 'abort'];

function toChoice(raw: CompletionChoice, calls: NamedCall[], { isJson, check, stops }: ChoiceOptions): Choice {
  const { finish_reason, error } = raw;
  const content = readMessage(raw.message ?? raw.delta ?? { content: raw.text });
  const text = cutAtStop(content.text ?? '', stops);
  const { refusal } = content;
  if (error !== undefined) {
    throw new BrokenResponse(new StreamedError({ code: 'server_error', ...findWords(error) }), text);
  }
  const ending = checkEnding(finish_reason, text, refusal);
  const isEmpty = content.text === undefined && !refusal && !content.reasoning && calls.length === 0;
  if (isEmpty) throw emptyAnswer(ending);
  const hasJson = isJson && !refusal && calls.length === 0;
  const reasoning = content.reasoning || (hasJson ? splitThought(text).thought : '');
  return {
    text,
    ...(hasJson && { parsed: parseAnswer(text, ending, check) }),
    ...(refusal && { refusal }),
    ...(reasoning && { reasoning }),
    tool_calls: calls.map(({ id, name, text: input }) => toToolCall(id, name, input)),
    ...(finish_reason && { finish_reason }),
  };
}

/** @throws UnusableResponse if the server failed, or its filter removed everything. */
function checkEnding(finish_reason: string | undefined, text: string, refusal: string | undefined): Ending {
  if (FAILED.includes(finish_reason ?? '')) {
    throw new UnusableResponse(
      'server_error',
      `The server stopped before the answer was complete: ${finish_reason}`,
      text
    );
  }
  const ending = toEnding(finish_reason);
  if (ending === 'filtered' && text === '' && !refusal) {
    throw new UnusableResponse('content_filter', 'The content filter removed the whole answer');
  }
  return ending;
}

function emptyAnswer(ending: Ending): UnusableResponse {
  if (ending !== 'cut')
    return new UnusableResponse('empty_answer', 'The answer has no text, no refusal and no tool calls');
  const reason = 'The answer has no text: the token limit was reached before its text began';
  return new UnusableResponse('output_truncated', reason);
}

/** A tool call with the id that its result refers to. */
interface NamedCall {
  id: string;
  name: string;
  /** The arguments, or the input of a custom tool. */
  text: string;
  raw: CompletionCall;
}

/** Reads tool calls of any form. A call without an id gets one, because its result must refer to it. */
function nameCalls({ message, delta }: CompletionChoice, answerId = 'answer', warn?: Context['warn']): NamedCall[] {
  const { tool_calls = [], function_call } = message ?? delta ?? {};
  const all: CompletionCall[] = function_call && tool_calls.length === 0 ? [{ function: function_call }] : tool_calls;
  return all.flatMap((raw, index) => {
    const name = raw.function?.name ?? raw.custom?.name;
    if (!name) {
      warn?.('functions', 'A tool call without a name was left out; include_raw shows it');
      return [];
    }
    const text = raw.function ? toArguments(raw.function.arguments) : (raw.custom?.input ?? '');
    return [{ id: raw.id || `call_${answerId}_${index}`, name, text, raw }];
  });
}

/** Only what the API accepts in a request, and the reasoning that some servers require beside their tool calls. */
function toMessage(
  { text, refusal }: Choice,
  calls: NamedCall[],
  { message = {} }: CompletionChoice
): ChatCompletionAssistantMessageParam {
  const hasCalls = calls.length > 0;
  const { reasoning_content, reasoning, reasoning_details } = message;
  return {
    role: 'assistant',
    content: text || (hasCalls || refusal ? null : ''),
    ...(refusal && { refusal }),
    ...(hasCalls && { tool_calls: calls.map(toCallParam) }),
    ...(hasCalls && typeof reasoning_content === 'string' && { reasoning_content }),
    ...(hasCalls && reasoning_details && { reasoning_details }),
    ...(hasCalls &&
      !reasoning_details &&
      typeof reasoning === 'string' &&
      reasoning_content === undefined && { reasoning }),
  };
}

function toCallParam({
  id,
  name,
  text,
  raw: { custom, function: called, extra_content },
}: NamedCall): ChatCompletionMessageToolCall {
  const extra = extra_content && { extra_content };
  return custom && !called
    ? { id, type: 'custom', custom: { name, input: text }, ...extra }
    : { id, type: 'function', function: { name, arguments: text || '{}' }, ...extra };
}

/** The history for the next turn: the earlier messages, this prompt and its answer. */
export function toNextHistory(
  history: ChatCompletionMessageParam[],
  content: ChatCompletionUserMessageParam['content'] | undefined,
  { message }: ChatAnswer
): ChatCompletionMessageParam[] {
  return [...history, ...(content === undefined ? [] : [{ role: 'user' as const, content }]), message];
}
