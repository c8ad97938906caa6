import type {
  ChatCompletion,
  ChatCompletionMessageParam,
  ChatCompletionUserMessageParam,
} from 'openai/resources/chat/completions';
import { UnusableAnswer } from '../failures/failure';
import { cutAtStop } from './stop-sequence';
import { parseAnswer } from './structured-output';
import { type ToolCall, toToolCall } from './tool-call';

/** One answer of a chat model. */
export interface Choice {
  text: string;
  parsed?: unknown;
  refusal?: string;
  tool_calls: ToolCall[];
  finish_reason: string;
}

/** `data` of a chat: the first answer, all of them where several were asked for, and the history for the next turn. */
export interface ChatData extends Omit<Choice, 'finish_reason'> {
  choices?: Choice[];
  message_history: ChatCompletionMessageParam[];
}

/** How answers are read. */
interface Reading {
  /** The answer was asked for as JSON. */
  isJson: boolean;
  /** Where to cut the text, for models that do not stop by themselves. */
  stops: string[];
}

/**
 * Reads every answer of a chat completion.
 *
 * @throws UnusableAnswer where JSON was cut off or is none, or where the content filter left nothing.
 */
export function readChoices({ choices }: ChatCompletion, { isJson, stops }: Reading): [Choice, ...Choice[]] {
  const [first, ...others] = choices.map(({ message, finish_reason }) => {
    const text = cutAtStop(message.content ?? '', stops);
    const tool_calls = (message.tool_calls ?? []).map(call =>
      call.type === 'function'
        ? toToolCall(call.id, call.function.name, call.function.arguments)
        : { id: call.id, name: call.custom.name, arguments: call.custom.input }
    );
    const { refusal } = message;
    if (finish_reason === 'content_filter' && text === '' && !refusal) {
      throw new UnusableAnswer('content_filter', 'The content filter left nothing of the answer');
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
  if (!first) throw new UnusableAnswer('unexpected_answer', "The server's answer has no choices");
  return [first, ...others];
}

/** The history that the next turn starts from: what was said before, what was asked now, and the answer. */
export function toNextHistory(
  history: ChatCompletionMessageParam[],
  asked: ChatCompletionUserMessageParam['content'],
  { text, refusal }: Choice,
  { choices: [first] }: ChatCompletion
): ChatCompletionMessageParam[] {
  const tool_calls = first?.message.tool_calls;
  return [
    ...history,
    { role: 'user', content: asked },
    { role: 'assistant', content: text || null, ...(refusal && { refusal }), ...(tool_calls && { tool_calls }) },
  ];
}
