import { findQuestion, textOfMessage } from '../chat-reply';
import { type ApiRequest, newId } from '../http';
import { isObject, type JsonObject, objectsIn, textOf } from '../json';
import type { UploadedFiles } from '../uploaded-files';
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
}

function toItem(given: JsonObject, store: ResponseStore): JsonObject {
  const id = textOf(given['id']);
  const isReference =
    given['type'] === 'item_reference' || (given['type'] === 'image_generation_call' && !textOf(given['result']));
  if (isReference) return store.findItem(id);
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

export function readTurn(request: ApiRequest, store: ResponseStore, files: UploadedFiles): Turn {
  const body = isObject(request.body) ? request.body : {};
  const previous = textOf(body['previous_response_id']);
  const history = previous ? store.findPrevious(previous).context : [];
  const given = typeof body['input'] === 'string' ? [{ role: 'user', content: body['input'] }] : body['input'];
  const input = objectsIn(given).map(item => toItem(item, store));
  const prompt = textOfMessage(findQuestion([...history, ...input]));
  return { body, model: textOf(body['model']), history, input, prompt, request, files };
}

/** The system's words for this turn only, and all that was said. */
export function toChatMessages({ body, history, input }: Turn): JsonObject[] {
  const instructions = textOf(body['instructions']);
  const messages = [...history, ...input].flatMap((item): JsonObject[] => {
    if (item['type'] === 'message') return [item];
    return item['type'] === 'function_call_output' ? [{ role: 'tool', content: item['output'] }] : [];
  });
  return instructions ? [{ role: 'system', content: instructions }, ...messages] : messages;
}
