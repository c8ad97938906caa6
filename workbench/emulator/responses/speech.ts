import { attachmentsIn, describeAttachments, lookAt } from '../attachments';
import { findQuestion, replyTo } from '../chat-reply';
import { isObject, type JsonObject, numberOf } from '../json';
import { finishText } from '../tokens';
import { functionChoiceIn, functionsIn, makeFunctionCall } from './function-calls';
import { makeMessage } from './message';
import type { OutputPart } from './output';
import { type Turn, toChatMessages } from './turn';

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

/** What the model says by itself: words, or calls of the functions it was given. */
export async function speak(turn: Turn): Promise<OutputPart[]> {
  const { body } = turn;
  const asked = {
    messages: toChatMessages(turn),
    response_format: formatIn(body),
    tools: functionsIn(body),
    tool_choice: functionChoiceIn(body),
    parallel_tool_calls: body['parallel_tool_calls'],
  };
  const reply = replyTo(asked, 0, await describeInput(turn));
  if (reply.kind === 'calls') return reply.calls.map(makeFunctionCall);
  const maxTokens = numberOf(body['max_output_tokens'], Number.POSITIVE_INFINITY);
  const { text, finishReason } = finishText(reply.text, { stop: [], maxTokens });
  return [makeMessage({ kind: reply.kind, text, isCut: finishReason === 'length' })];
}
