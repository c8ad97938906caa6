import { isJsonObject } from '../options/json-object';
import { findWords, parseBody } from './error-body';
import { UnusableResponse } from './failure';
import { StreamedError } from './streamed-error';
import { describePage, isPage } from './web-page';

/**
 * Parses a response that came as text: JSON is accepted under any content type.
 *
 * @throws UnusableResponse for a web page or any other text.
 */
export function readJson(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  const value = parseBody(body);
  if (value !== undefined) return value;
  if (isPage(body)) throw new UnusableResponse('not_json', describePage(body, 200));
  const what = body.trim() === '' ? 'an empty text' : 'text';
  throw new UnusableResponse('not_json', `The server returned ${what} instead of JSON`);
}

/**
 * Checks that a response with status 200 is JSON, and not an error, which some gateways send with that status.
 *
 * @param errorIsData An `error` in the response is data.
 * @returns The response, parsed if it was JSON under another content type.
 * @throws UnusableResponse, StreamedError
 */
export function checkBody<Body>(response: Body, errorIsData = false): Body {
  const body = readJson(response) as Body;
  const error = errorIsData ? undefined : findError(body);
  if (error) throw error;
  return body;
}

/** The error that a server returned instead of a response. */
function findError(body: unknown): StreamedError | undefined {
  const [first] = Array.isArray(body) ? body : [body];
  if (!isJsonObject(first)) return undefined;
  const { error, errors, success, object } = first;
  const isError = (typeof error === 'object' && error !== null) || (typeof error === 'string' && error !== '');
  const isListed = Array.isArray(errors) && errors.length > 0 && (success === false || first['data'] == null);
  if (!isError && !isListed && success !== false && object !== 'error') return undefined;
  return new StreamedError({ ...findWords(body) });
}

/** Fields in which servers describe an error. */
const WORDS = ['error', 'errors', 'message', 'msg', 'detail', 'error_message', 'error_msg'];

/**
 * The error for a response with nothing usable in it: the server's own message if there is one, else what is missing.
 *
 * @param missing A sentence.
 */
export function unusable(body: unknown, missing: string): StreamedError | UnusableResponse {
  const isError = isJsonObject(body) && WORDS.some(name => body[name]);
  const words = isError || Array.isArray(body) ? findWords(body) : undefined;
  if (words?.status ?? words?.code ?? words?.type) return new StreamedError({ ...words });
  return new UnusableResponse(
    'unexpected_answer',
    words ? `${missing}. The server returned: ${words.message}` : missing
  );
}
