import { UnusableAnswer } from './failure';
import { StreamedError } from './streamed-error';

/**
 * Checks that a response with status 200 is JSON, and not an error, which some gateways send with that status.
 *
 * @param errorIsData An `error` in the response is data.
 * @throws UnusableAnswer, StreamedError
 */
export function checkAnswer(answer: unknown, errorIsData = false): void {
  if (typeof answer === 'string') {
    const what = /^\s*</.test(answer) ? 'an HTML page' : 'text';
    throw new UnusableAnswer('not_json', `The server returned ${what} instead of JSON`);
  }
  const error: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'error') : null;
  if (!errorIsData && typeof error === 'object' && error !== null) throw new StreamedError({ ...error });
}
