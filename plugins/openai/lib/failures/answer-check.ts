import { UnusableAnswer } from './failure';
import { StreamedError } from './streamed-error';

/**
 * Refuses what came as an answer and is none: text, and refusals that some gateways send with status 200.
 *
 * @param errorIsData An `error` in it is part of what was asked for.
 * @throws UnusableAnswer, StreamedError
 */
export function checkAnswer(answer: unknown, errorIsData = false): void {
  if (typeof answer === 'string') {
    const what = /^\s*</.test(answer) ? 'an HTML page' : 'text';
    throw new UnusableAnswer('not_json', `The server answered with ${what}, not with JSON`);
  }
  const refusal: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'error') : null;
  if (!errorIsData && typeof refusal === 'object' && refusal !== null) throw new StreamedError({ ...refusal });
}
