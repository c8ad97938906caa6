import { findQuestion, textOfMessage } from '../chat-reply';
import { type ApiRequest, newId } from '../http';
import { isObject, type JsonObject, objectsIn, textOf } from '../json';
import type { UploadedFiles } from '../uploaded-files';
import type { VectorStores } from '../vector-stores/stores';
import type { Conversations } from './conversations';
import { fillTemplate } from './prompt-template';
import type { ResponseStore } from './store';

/** A request for a response, in the conversation that it continues. */
export interface Turn {
  body: JsonObject;
  model: string;
  /** Items of earlier turns, oldest first. */
  history: JsonObject[];
  /** Items that came with this request. */
  input: JsonObject[];
  /** The words of the user's last message. */
  prompt: string;
  request: ApiRequest;
  files: UploadedFiles;
  stores: VectorStores;
  /** The conversation that the turn belongs to, which goes on after it. */
  conversationId?: string;
}

/** What is kept between requests. */
export interface Memory {
  responses: ResponseStore;
  conversations: Conversations;
  files: UploadedFiles;
  stores: VectorStores;
}

const templateModel = 'gpt-5.4';

/** An item of the input in full: with an id, and with its words as parts. */
export function toItem(given: JsonObject, findItem: (id: string) => JsonObject): JsonObject {
  const id = textOf(given['id']);
  const isReference =
    given['type'] === 'item_reference' || (given['type'] === 'image_generation_call' && !textOf(given['result']));
  if (isReference) return findItem(id);
  if (typeof given['role'] !== 'string') return { ...given, id: id || newId('item_') };
  const { role, content } = given;
  const type = role === 'assistant' ? 'output_text' : 'input_text';
  return {
    ...given,
    id: id || newId('msg_'),
    type: 'message',
    status: 'completed',
    role,
    content: typeof content === 'string' ? [{ type, text: content }] : content,
  };
}

export function readTurn(request: ApiRequest, { responses, conversations, files, stores }: Memory): Turn {
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
  return { body, model, history, input, prompt, request, files, stores, ...(conversationId && { conversationId }) };
}

/** Whether the turn only answers what the model asked for, and brings no new words. */
export function isReply({ input }: Turn): boolean {
  return !input.some(({ type }) => type === 'message');
}

function wordsOf(output: unknown): string {
  return textOf(output) || textOfMessage({ content: output });
}

/** The system's words for this turn only, and all that was said. The results of one turn are one message. */
export function toChatMessages({ body, history, input }: Turn): JsonObject[] {
  const instructions = textOf(body['instructions']);
  const messages: JsonObject[] = instructions ? [{ role: 'system', content: instructions }] : [];
  for (const item of [...history, ...input]) {
    const last = messages.at(-1);
    if (item['type'] === 'message') messages.push(item);
    if (item['type'] !== 'function_call_output') continue;
    const content = wordsOf(item['output']);
    if (last?.['role'] === 'tool') last['content'] = `${textOf(last['content'])}; ${content}`;
    else messages.push({ role: 'tool', content });
  }
  return messages;
}
