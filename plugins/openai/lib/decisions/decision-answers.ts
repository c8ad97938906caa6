import { unusable } from '../failures/body-check';
import { anyObject, anything, list, number, object, readFields, text } from '../transport/fields';
import { isKnownKind, type Question } from './questions';

/** The answer to one question. */
export interface Answer {
  name: string;
  /** `predicate`, `choice` or `score`, or what the question says. */
  type: string;
  /**
   * True or false, the choice, or the score on the scale of its levels; to a question of another type what the server
   * sent; null where the model declined.
   */
  answer: string | number | boolean | object | null;
  /** How sure the model is of this answer, 0 to 1; null where nobody says. */
  confidence: number | null;
  probabilities: { value: string | number | boolean; label?: string; probability: number }[];
  /** Somebody should look at it: it was declined, or its confidence is below `review_below` or unknown. */
  needs_review: boolean;
  refused: boolean;
}

const probability = object({ value: anything, label: text, probability: number });

const decided = object({
  probability: number,
  choice: anything,
  score: number,
  confidence: number,
  probabilities: list(probability),
});

const decision = object({ answers: list(anyObject), model: text, usage: anyObject });

/** A response of the endpoint, whose fields may be missing. */
export interface Decision {
  answers: Record<string, unknown>[];
  model?: string | undefined;
  usage?: object | undefined;
}

/** @throws UnusableResponse where the response has no answers. */
export function readDecision(given: unknown): Decision {
  const { answers, ...rest } = readFields(given, decision) ?? {};
  if (!answers) throw unusable(given, 'The response has no answers');
  return { ...rest, answers };
}

/** The answers of the endpoint, in the order of the questions. */
export function toAnswers({ answers }: Decision, questions: Question[], review_below: number | undefined): Answer[] {
  return questions.map((question, index) => {
    const named = answers.find(answer => answer['name'] === question.name) ?? answers[index];
    const found = named && named['type'] !== 'refusal' ? readOne(named, question) : undefined;
    return toAnswer(question, found, review_below);
  });
}

/** What was found out about a question; nothing where the model declined. */
export type Found = Pick<Answer, 'answer' | 'confidence' | 'probabilities'> | undefined;

/** Completes an answer. */
export function toAnswer(question: Question, found: Found, review_below: number | undefined): Answer {
  const { confidence = null } = found ?? {};
  const isUnsure = review_below !== undefined && (confidence === null || confidence < review_below);
  return {
    name: question.name,
    type: question.type,
    answer: found?.answer ?? null,
    confidence,
    probabilities: found?.probabilities ?? [],
    needs_review: !found || isUnsure,
    refused: !found,
  };
}

function readOne(sent: Record<string, unknown>, question: Question): Found {
  const given = readFields(sent, decided) ?? {};
  if (!isKnownKind(question.type)) return { answer: sent, confidence: given.confidence ?? null, probabilities: [] };
  if (question.type === 'predicate') return given.probability === undefined ? undefined : toYesNo(given.probability);
  const { confidence = null, probabilities = [] } = given;
  const listed = probabilities.flatMap(({ value, label, probability: likely }) =>
    isPlain(value) && likely !== undefined
      ? [{ value, ...(label !== undefined && { label }), probability: likely }]
      : []
  );
  if (question.type === 'choice')
    return isPlain(given.choice) ? { answer: given.choice, confidence, probabilities: listed } : undefined;
  if (given.score === undefined) return undefined;
  return { answer: toScale(given.score, listed), confidence, probabilities: listed };
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Yes from a probability of one half, with the confidence of that side. */
function toYesNo(yes: number): Found {
  const no = Number((1 - yes).toFixed(6));
  const probabilities = [
    { value: true, probability: yes },
    { value: false, probability: no },
  ];
  return yes >= 0.5
    ? { answer: true, confidence: yes, probabilities }
    : { answer: false, confidence: no, probabilities };
}

/** The API counts levels; where their labels are numbers, as in "0 to 10", the score is on that scale. */
function toScale(score: number, levels: Answer['probabilities']): number {
  const points = levels.flatMap(({ value, label = '' }) =>
    typeof value === 'number' && label.trim() !== '' && Number.isFinite(Number(label))
      ? [[value, Number(label)] as const]
      : []
  );
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < levels.length || first[0] === last[0]) return score;
  const scaled = first[1] + ((score - first[0]) * (last[1] - first[1])) / (last[0] - first[0]);
  return Number(scaled.toFixed(6));
}
