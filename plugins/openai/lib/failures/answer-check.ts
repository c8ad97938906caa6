import { isJsonObject } from '../options/json-object';
import { findWords } from './error-body';
import { UnusableAnswer } from './failure';
import { StreamedError } from './streamed-error';
import { describePage, isPage } from './web-page';

/**
 * Parses a response that came as text: JSON is accepted under any content type.
 *
 * @throws UnusableAnswer for a web page or any other text.
 */
export function readJson(answer: unknown): unknown {
  if (typeof answer !== 'string') return answer;
  try {
    return JSON.parse(answer.replace(/^\uFEFF/, ''));
  } catch {
    if (isPage(answer)) throw new UnusableAnswer('not_json', describePage(answer, 200));
    const what = answer.trim() === '' ? 'an empty text' : 'text';
    throw new UnusableAnswer('not_json', `The server returned ${what} instead of JSON`);
  }
}

/**
 * Checks that a response with status 200 is JSON, and not an error, which some gateways send with that status.
 *
 * @param errorIsData An `error` in the response is data.
 * @returns The response, parsed if it was JSON under another content type.
 * @throws UnusableAnswer, StreamedError
 */
export function checkAnswer<Answer>(given: Answer, errorIsData = false): Answer {
  const answer = readJson(given) as Answer;
  const error = errorIsData ? undefined : findError(answer);
  if (error) throw error;
  return answer;
}

/** The error that a server returned instead of an answer. */
function findError(answer: unknown): StreamedError | undefined {
  const [body] = Array.isArray(answer) ? answer : [answer];
  if (!isJsonObject(body)) return undefined;
  const { error, errors, success, object } = body;
  const isError = (typeof error === 'object' && error !== null) || (typeof error === 'string' && error !== '');
  const isListed = Array.isArray(errors) && errors.length > 0 && (success === false || body['data'] == null);
  if (!isError && !isListed && success !== false && object !== 'error') return undefined;
  return new StreamedError({ ...findWords(answer) });
}

/** Fields in which servers describe an error. */
const WORDS = ['error', 'errors', 'message', 'msg', 'detail', 'error_message', 'error_msg'];

/**
 * The error for a response with nothing usable in it: the server's own message if there is one, else what is missing.
 *
 * @param missing A sentence.
 */
export function unusable(answer: unknown, missing: string): StreamedError | UnusableAnswer {
  const isError = isJsonObject(answer) && WORDS.some(name => answer[name]);
  const words = isError || Array.isArray(answer) ? findWords(answer) : undefined;
  if (words?.status ?? words?.code ?? words?.type) return new StreamedError({ ...words });
  return new UnusableAnswer('unexpected_answer', words ? `${missing}. The server returned: ${words.message}` : missing);
}
