import { checkAnswer } from '../failures/answer-check';
import { unexpectedAnswer } from '../failures/failure';

/** The API's response to a deletion. */
export interface Deletion {
  id: string;
  deleted: boolean;
}

/**
 * Checks that a stored object has an id.
 *
 * @throws UnusableAnswer where it has none, StreamedError where the response is an error.
 */
export function checkStored<Stored extends { id: string }>(answer: Stored): Stored {
  if (typeof answer?.id === 'string') return answer;
  checkAnswer(answer);
  throw unexpectedAnswer();
}

/** @param done The message where the object was deleted. */
export function toDeletion(done: string, answer: Deletion): { message: string; data: Deletion; id: string } {
  const { id, deleted } = checkStored(answer);
  return { message: deleted ? done : 'Nothing was deleted', data: { id, deleted }, id };
}
