import type {
  ChatCompletion,
  ChatCompletionMessageParam,
  ChatCompletionUserMessageParam,
} from 'openai/resources/chat/completions';
import { UnusableAnswer } from '../failures/failure';
import { cutAtStop } from './stop-sequence';
import { parseAnswer } from './structured-output';
import { type ToolCall, toToolCall } from './tool-call';

/** One choice of a chat completion. */
export interface Choice {
  text: string;
  parsed?: unknown;
  refusal?: string;
  tool_calls: ToolCall[];
  finish_reason: string;
}

/** `data` of a chat: the first choice, all of them if `n` is above 1, and the history for the next turn. */
export interface ChatData extends Omit<Choice, 'finish_reason'> {
  choices?: Choice[];
  message_history: ChatCompletionMessageParam[];
}

/** How choices are read. */
interface ChoiceOptions {
  /** The request asked for JSON. */
  isJson: boolean;
  /** Stop sequences that the model does not support, and that are applied here instead. */
  stops: string[];
}

/**
 * Reads every choice of a chat completion.
 *
 * @throws UnusableAnswer if JSON is incomplete or invalid, or if the content filter removed the whole answer.
 */
export function readChoices({ choices }: ChatCompletion, { isJson, stops }: ChoiceOptions): [Choice, ...Choice[]] {
  const [first, ...others] = choices.map(({ message, finish_reason }) => {
    const text = cutAtStop(message.content ?? '', stops);
    const tool_calls = (message.tool_calls ?? []).map(call =>
      call.type === 'function'
        ? toToolCall(call.id, call.function.name, call.function.arguments)
        : { id: call.id, name: call.custom.name, arguments: call.custom.input }
    );
    const { refusal } = message;
    if (finish_reason === 'content_filter' && text === '' && !refusal) {
      throw new UnusableAnswer('content_filter', 'The content filter removed the whole answer');
    }
    const hasJson = isJson && !refusal && tool_calls.length === 0;
    return {
      text,
      ...(hasJson && { parsed: parseAnswer(text, finish_reason === 'length') }),
      ...(refusal && { refusal }),
      tool_calls,
      finish_reason,
    };
  });
  if (!first) throw new UnusableAnswer('unexpected_answer', 'The response has no choices');
  return [first, ...others];
}

/** The history for the next turn: the earlier messages, this prompt and its answer. */
export function toNextHistory(
  history: ChatCompletionMessageParam[],
  content: ChatCompletionUserMessageParam['content'],
  { text, refusal }: Choice,
  { choices: [first] }: ChatCompletion
): ChatCompletionMessageParam[] {
  const tool_calls = first?.message.tool_calls;
  return [
    ...history,
    { role: 'user', content },
    { role: 'assistant', content: text || null, ...(refusal && { refusal }), ...(tool_calls && { tool_calls }) },
  ];
}
