import type { Moderation, ModerationCreateResponse } from 'openai/resources/moderations';
import { UnusableAnswer } from '../failures/failure';

/** One text or image that was judged. */
interface Judged {
  kind: 'text' | 'image';
  /** Its place among the texts, or among the images. */
  index: number;
  flagged: boolean;
  categories: Record<string, boolean>;
  /** From 0 to 1. */
  scores: Record<string, number>;
  /** By category, whether text or image was looked at; empty where the model does not say. */
  applied_input_types: Record<string, string[]>;
}

/** `data` of a moderation: whether anything was flagged, by category and with the highest score, and each result. */
export interface ModerationData extends Pick<Judged, 'flagged' | 'categories' | 'scores'> {
  results: Judged[];
}

/** What a request asked to be judged, in the order of the results. */
export type Subject = Pick<Judged, 'kind' | 'index'>;

/**
 * Puts the results of all requests together.
 *
 * @throws UnusableAnswer where one is missing.
 */
export function toModeration(answers: [Subject[], ModerationCreateResponse][]): ModerationData {
  const results = answers.flatMap(([subjects, answer]) =>
    subjects.map((subject, index) => toJudged(subject, answer.results[index]))
  );
  return {
    flagged: results.some(({ flagged }) => flagged),
    categories: merge(
      results.map(({ categories }) => categories),
      (one, other) => one || other
    ),
    scores: merge(
      results.map(({ scores }) => scores),
      Math.max
    ),
    results,
  };
}

function toJudged({ kind, index }: Subject, result: Moderation | undefined): Judged {
  if (!result) throw new UnusableAnswer('unexpected_answer', `The server gave no result for ${kind} ${index + 1}`);
  const { flagged, categories, category_scores, category_applied_input_types } = result;
  // Models that judge text alone leave some categories empty.
  const known = Object.entries(categories).map(([name, value]) => [name, value === true] as const);
  return {
    kind,
    index,
    flagged,
    categories: Object.fromEntries(known),
    scores: { ...category_scores },
    applied_input_types: { ...category_applied_input_types },
  };
}

function merge<Value>(
  tables: Record<string, Value>[],
  choose: (one: Value, other: Value) => Value
): Record<string, Value> {
  const merged = new Map<string, Value>();
  for (const [name, value] of tables.flatMap(table => Object.entries(table))) {
    const before = merged.get(name);
    merged.set(name, before === undefined ? value : choose(before, value));
  }
  return Object.fromEntries(merged);
}
