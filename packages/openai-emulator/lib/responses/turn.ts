import { findQuestion, textOfMessage } from '../chat/reply';
import { toItem } from '../conversations/item';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import type { ApiRequest } from '../http/messages';
import { readCompacted } from './compacted';
import { fillTemplate } from './prompt-template';
import type { Memory, Turn } from './types';

const templateModel = 'gpt-5.4';

export function readTurn(request: ApiRequest, { responses, conversations, files, stores, containers }: Memory): Turn {
  const { now } = request;
  const body = isObject(request.body) ? request.body : {};
  const previous = textOf(body['previous_response_id']);
  const conversationId = conversations.idIn(body['conversation']);
  const said = conversationId ? conversations.find(conversationId).items : [];
  const history = previous ? responses.findContext(previous, now) : said;
  const given = typeof body['input'] === 'string' ? [{ role: 'user', content: body['input'] }] : body['input'];
  const items = [...fillTemplate(body['prompt']), ...objectsIn(given)];
  const input = items.map(item => toItem(item, id => responses.findItem(id, now)));
  const prompt = textOfMessage(findQuestion([...history, ...input]));
  const model = textOf(body['model']) || templateModel;
  const memory = { files, stores, containers };
  return { body, model, history, input, prompt, request, ...memory, ...(conversationId && { conversationId }) };
}

/** Whether the turn only answers what the model asked for, and brings no new words. */
export function isReply({ input }: Turn): boolean {
  return !input.some(({ type }) => type === 'message');
}

function wordsOf(output: unknown): string {
  return textOf(output) || textOfMessage({ content: output });
}

const resultTypes = ['function_call_output', 'custom_tool_call_output'];

/** The system's words for this turn only, and all that was said. The results of one turn are one message. */
export function toChatMessages({ body, history, input }: Turn): JsonObject[] {
  const instructions = textOf(body['instructions']);
  const messages: JsonObject[] = instructions ? [{ role: 'system', content: instructions }] : [];
  for (const item of [...history, ...input]) {
    const last = messages.at(-1);
    if (item['type'] === 'message') messages.push(item);
    if (item['type'] === 'compaction') messages.push({ role: 'system', content: readCompacted(item) });
    if (!resultTypes.includes(textOf(item['type']))) continue;
    const content = wordsOf(item['output']);
    if (last?.['role'] === 'tool') last['content'] = `${textOf(last['content'])}; ${content}`;
    else messages.push({ role: 'tool', content });
  }
  return messages;
}
