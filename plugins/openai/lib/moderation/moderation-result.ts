import type { Moderation, ModerationCreateResponse } from 'openai/resources/moderations';
import { UnusableAnswer } from '../failures/failure';

/** The result for one text or image. */
interface InputResult {
  kind: 'text' | 'image';
  /** Its position among the texts, or among the images. */
  index: number;
  flagged: boolean;
  categories: Record<string, boolean>;
  /** From 0 to 1. */
  scores: Record<string, number>;
  /** By category, whether text or image was checked; empty if the model does not report it. */
  applied_input_types: Record<string, string[]>;
}

/** `data` of a moderation: all results combined, with the highest score of each category, and each result. */
export interface ModerationData extends Pick<InputResult, 'flagged' | 'categories' | 'scores'> {
  results: InputResult[];
}

/** An input of a request, in the order of the results. */
export type ModeratedInput = Pick<InputResult, 'kind' | 'index'>;

/**
 * Combines the results of all requests.
 *
 * @throws UnusableAnswer if one is missing.
 */
export function toModeration(responses: [ModeratedInput[], ModerationCreateResponse][]): ModerationData {
  const results = responses.flatMap(([inputs, response]) =>
    inputs.map((input, index) => toInputResult(input, response.results[index]))
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

function toInputResult({ kind, index }: ModeratedInput, result: Moderation | undefined): InputResult {
  if (!result) throw new UnusableAnswer('unexpected_answer', `The response has no result for ${kind} ${index + 1}`);
  const { flagged, categories, category_scores, category_applied_input_types } = result;
  // Models for text alone return null for some categories.
  const flags = Object.entries(categories).map(([name, value]) => [name, value === true] as const);
  return {
    kind,
    index,
    flagged,
    categories: Object.fromEntries(flags),
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
