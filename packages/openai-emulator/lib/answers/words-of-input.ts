import { isObject, textOf } from '../http/json';

/** All words of an input, whatever it is made of: text, messages with parts, results of tools, JSON. */
export function textOfInput(input: unknown): string {
  if (typeof input === 'string') return input;
  if (Array.isArray(input)) return input.map(textOfInput).filter(Boolean).join('\n');
  if (!isObject(input)) return '';
  if (input['type'] === 'input_json') return JSON.stringify(input['data']);
  return [textOf(input['text']), textOfInput(input['content']), textOfInput(input['output'])]
    .filter(Boolean)
    .join('\n');
}
