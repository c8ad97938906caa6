import { UnusableAnswer } from '../failures/failure';
import { answerOf } from '../transport/answer';
import { readAnsweredFile, statedType } from './answered-file';

/** What any endpoint answered. */
export interface ApiAnswer {
  status: number;
  /** JSON as it is, text as `{ text }`, anything else as `{ data_url, mime_type, bytes }`; null where there is nothing. */
  body: unknown;
}

/**
 * Reads the answer of any endpoint.
 *
 * @throws UnusableAnswer for a web page, which is no answer of an API, or a file that is too large.
 */
export async function readApiAnswer(response: Response): Promise<ApiAnswer> {
  const { status } = response;
  const type = statedType(response);
  if (type === 'text/html') {
    answerOf(response).discard();
    throw new UnusableAnswer('not_json', 'The server answered with an HTML page');
  }
  if (type === 'application/json' || type.endsWith('+json')) {
    const text = await response.text();
    return { status, body: text === '' ? null : JSON.parse(text) };
  }
  const { text, ...file } = await readAnsweredFile(response);
  if (file.bytes === 0) return { status, body: null };
  return { status, body: text === undefined ? file : { text } };
}
