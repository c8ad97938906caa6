import { checkAnswer } from '../failures/answer-check';
import { UnusableAnswer } from '../failures/failure';

/** What the API says of something it has deleted. */
export interface Deletion {
  id: string;
  deleted: boolean;
}

/**
 * Something kept at the API, which always has an id.
 *
 * @throws UnusableAnswer where the answer has none: it came from elsewhere. StreamedError where it is a refusal.
 */
export function checkStored<Stored extends { id: string }>(answer: Stored): Stored {
  if (typeof answer?.id === 'string') return answer;
  checkAnswer(answer);
  throw new UnusableAnswer('unexpected_answer', "The server's answer is not one of OpenAI's API");
}

/** @param done What to say of it where it was. */
export function toDeletion(done: string, answer: Deletion): { message: string; data: Deletion; id: string } {
  const { id, deleted } = checkStored(answer);
  return { message: deleted ? done : 'Nothing was deleted', data: { id, deleted }, id };
}
