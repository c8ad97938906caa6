import { attachmentsIn, describeAttachments, lookAt } from '../attachments/attachments';
import { findQuestion, replyTo } from '../chat/reply';
import { isObject, type JsonObject, textOf } from '../http/json';
import type { CitedText } from './cited-text';
import { functionChoiceIn, functionsIn, makeFunctionCall } from './function-calls';
import { isReply, toChatMessages } from './turn';
import type { OutputPart, Turn } from './types';

function formatIn(body: JsonObject): JsonObject {
  const text = isObject(body['text']) ? body['text'] : {};
  const format = isObject(text['format']) ? text['format'] : {};
  return { type: format['type'], json_schema: format };
}

/** What was attached to this turn's question, in words. Everything attached to this turn is checked. */
async function describeInput({ input, model, files }: Turn): Promise<string> {
  const attachments = attachmentsIn(input, (item, part) => `input[${item}].content[${part}]`);
  const seen = await lookAt(attachments, model, files);
  const question = input.indexOf(findQuestion(input));
  return describeAttachments(seen.filter(({ message }) => message === question));
}

/** Whether the answer has to have a form of its own, which nothing may be added to. */
export function hasForm(body: JsonObject): boolean {
  return ['json_schema', 'json_object'].includes(textOf(formatIn(body)['type']));
}

interface Speech {
  words?: CitedText & { kind: 'text' | 'refusal' };
  calls: OutputPart[];
}

/** What the model says by itself: words, or calls of functions, one of which it may have to call. */
export async function speak(turn: Turn, hasUsedTools: boolean): Promise<Speech> {
  const { body } = turn;
  const asked = {
    messages: toChatMessages(turn),
    response_format: formatIn(body),
    tools: functionsIn(body),
    tool_choice: isReply(turn) ? 'none' : functionChoiceIn(body, hasUsedTools),
    parallel_tool_calls: body['parallel_tool_calls'],
    verbosity: isObject(body['text']) ? body['text']['verbosity'] : undefined,
    temperature: body['temperature'],
    top_p: body['top_p'],
  };
  const reply = replyTo(asked, 0, await describeInput(turn));
  if (reply.kind === 'calls') return { calls: reply.calls.map(makeFunctionCall) };
  return { words: { ...reply, annotations: [] }, calls: [] };
}
