import { type JsonObject, textOf } from '../http/json';
import { newId } from '../http/messages';

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
