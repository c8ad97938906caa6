import { isJsonObject } from '../options/json-object';

/** Bytes from which a refusal is not read on: nobody would, and it would have to be searched for secrets. */
const MOST_BYTES = 1_000_000;

/** The body of a refusal as a text; nothing where it is too large. */
export async function readErrorBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (bytes > MOST_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * A refusal's body in OpenAI's form, `{ error: { message, ... } }`. Compatible servers put their words elsewhere
 * (`{ error: "..." }`, `{ detail: "..." }`, `{ message: "..." }`), where the SDK would lose them.
 */
export function toOpenAIError(body: string): string {
  const message = findWords(body);
  return message === undefined ? body : JSON.stringify({ error: { message } });
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
