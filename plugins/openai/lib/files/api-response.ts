import { UnusableResponse } from '../failures/failure';
import { httpResponseOf } from '../transport/http-response';
import { contentTypeOf, readResponseFile } from './response-file';

/** The response of any endpoint. */
export interface ApiResponse {
  status: number;
  /** Parsed JSON, `{ text }`, or `{ data_url, mime_type, bytes }` for other types; null if empty. */
  body: unknown;
}

/**
 * Reads the response of any endpoint.
 *
 * @throws UnusableResponse if it is a web page, or a file that is too large.
 */
export async function readApiResponse(response: Response): Promise<ApiResponse> {
  const { status } = response;
  const type = contentTypeOf(response);
  if (type === 'text/html') {
    httpResponseOf(response).discard();
    throw new UnusableResponse('not_json', 'The server responded with a web page');
  }
  if (type === 'application/json' || type.endsWith('+json')) {
    const text = await response.text();
    return { status, body: text === '' ? null : JSON.parse(text) };
  }
  const { text, ...file } = await readResponseFile(response);
  if (file.bytes === 0) return { status, body: null };
  return { status, body: text === undefined ? file : { text } };
}
