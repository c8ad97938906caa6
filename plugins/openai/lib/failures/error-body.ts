import { isJsonObject } from '../options/json-object';

/**
 * A refusal's body in OpenAI's form, `{ error: { message, ... } }`. Compatible servers put their words elsewhere
 * (`{ error: "..." }`, `{ detail: "..." }`, `{ message: "..." }`), where the SDK would lose them.
 */
export function toOpenAIError(body: string): string {
  const message = findWords(body);
  return message === undefined ? body : JSON.stringify({ error: { message } });
}

/** Whether a body is an error as the API itself writes it. */
export function isOpenAIError(body: string): boolean {
  const given = parse(body);
  const error = isJsonObject(given) ? given['error'] : undefined;
  return isJsonObject(error) && typeof error['message'] === 'string' && ('type' in error || 'code' in error);
}

function findWords(body: string): string | undefined {
  const given = parse(body);
  if (!isJsonObject(given) || isJsonObject(Reflect.get(given, 'error'))) return undefined;
  const words = ['error', 'detail', 'message'].map(name => Reflect.get(given, name)).find(value => value !== undefined);
  if (words === undefined || words === null) return undefined;
  return typeof words === 'string' ? words : JSON.stringify(words);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
