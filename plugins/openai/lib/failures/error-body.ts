import { isJsonObject } from '../options/json-object';

/**
 * An error body in OpenAI's form, `{ error: { message, ... } }`. The SDK ignores the message of compatible servers that
 * send `{ error: "..." }`, `{ detail: "..." }` or `{ message: "..." }`.
 */
export function toOpenAIError(body: string): string {
  const message = findMessage(body);
  return message === undefined ? body : JSON.stringify({ error: { message } });
}

/** Whether a body is an error as the API itself writes it. */
export function isOpenAIError(body: string): boolean {
  const parsed = parse(body);
  const error = isJsonObject(parsed) ? parsed['error'] : undefined;
  return isJsonObject(error) && typeof error['message'] === 'string' && ('type' in error || 'code' in error);
}

function findMessage(body: string): string | undefined {
  const parsed = parse(body);
  if (!isJsonObject(parsed) || isJsonObject(parsed['error'])) return undefined;
  const message = ['error', 'detail', 'message'].map(name => parsed[name]).find(value => value !== undefined);
  if (message === undefined || message === null) return undefined;
  return typeof message === 'string' ? message : JSON.stringify(message);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
