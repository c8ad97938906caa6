import { type JsonObject, textOf } from '../http/json';

/** What was said before, as only the API can read it. */
export function writeCompacted(words: string): string {
  return Buffer.from(words).toString('base64');
}

export function readCompacted(item: JsonObject): string {
  return `Said before: ${Buffer.from(textOf(item['encrypted_content']), 'base64').toString('utf8')}`;
}
