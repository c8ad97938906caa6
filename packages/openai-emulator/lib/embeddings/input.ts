import { countTokens } from '../answers/tokens';
import { ApiError, invalidType, invalidValue } from '../http/api-error';
import type { JsonObject } from '../http/json';
import { checkList, nameType } from '../parameters/checks';
import type { Content } from './vectors';

const maximumItems = 2048;
const maximumTokensOfItem = 8192;
const maximumTokens = 300_000;

function isTokens(value: unknown[]): value is number[] {
  return value.every(token => Number.isInteger(token));
}

function readItem(item: unknown, place: string): Content {
  if (typeof item === 'string') {
    if (item === '') throw invalidValue(place, `Invalid '${place}': input cannot be an empty string.`);
    return item;
  }
  if (Array.isArray(item) && isTokens(item)) {
    if (item.length === 0) throw invalidValue(place, `Invalid '${place}': input cannot be an empty array.`);
    return item;
  }
  throw invalidType(place, 'a string or an array of tokens', nameType(item));
}

function readItems(body: JsonObject): Content[] {
  const { input } = body;
  if (!Array.isArray(input)) return [readItem(input, 'input')];
  checkList(body, 'input', { minimum: 1, maximum: maximumItems });
  return isTokens(input) ? [input] : input.map((item, index) => readItem(item, `input[${index}]`));
}

function tokensOf(item: Content): number {
  return typeof item === 'string' ? countTokens(item) : item.length;
}

/** What is to be embedded, and how many tokens that is. */
export function readInput(body: JsonObject): { items: Content[]; tokens: number } {
  const items = readItems(body);
  const counts = items.map(tokensOf);
  const long = counts.findIndex(count => count > maximumTokensOfItem);
  if (long >= 0) {
    const place = Array.isArray(body['input']) && items.length > 1 ? `input[${long}]` : 'input';
    const message = `Invalid '${place}': maximum context length is ${maximumTokensOfItem} tokens.`;
    throw invalidValue(place, message);
  }
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  if (tokens > maximumTokens) {
    const code = 'max_tokens_per_request';
    throw new ApiError(`Requested ${tokens} tokens, max ${maximumTokens} tokens per request`, { type: code, code });
  }
  return { items, tokens };
}
