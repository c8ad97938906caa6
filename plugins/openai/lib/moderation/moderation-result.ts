import { unusable } from '../failures/body-check';
import { UnusableResponse } from '../failures/failure';
import type { Context } from '../operation';
import { flag, list, number, object, places, type Read, readFields, table, text } from '../transport/fields';

/** Models that judge text alone set some categories to null. */
const category: Read<boolean> = (value, path, unread) => (value === null ? false : flag(value, path, unread));

const verdict = object({
  flagged: flag,
  categories: table(category),
  category_scores: table(number),
  category_applied_input_types: table(list(text)),
});

const moderation = object({ results: places(verdict) });

type Verdict = NonNullable<ReturnType<typeof verdict>>;

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
 * @throws UnusableResponse if one is missing.
 */
export function toModeration(responses: [ModeratedInput[], object][], warn: Context['warn']): ModerationData {
  const results = responses.flatMap(([inputs, response]) => {
    const { results } = readFields(response, moderation, warn) ?? {};
    if (!results) throw unusable(response, 'The response has no results');
    return inputs.map((input, index) => toInputResult(input, results[index], warn));
  });
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

function toInputResult(
  { kind, index }: ModeratedInput,
  result: Verdict | undefined,
  warn: Context['warn']
): InputResult {
  const subject = `${kind} ${index + 1}`;
  if (!result) throw new UnusableResponse('unexpected_answer', `The response has no result for ${subject}`);
  const { flagged, categories = {}, category_scores = {}, category_applied_input_types } = result;
  const isFlagged = flagged ?? Object.values(categories).includes(true);
  if (flagged === undefined) {
    // Categories that are all false say so only if they are there.
    if (Object.keys(categories).length === 0)
      throw new UnusableResponse('unexpected_answer', `The result for ${subject} has neither flagged nor categories`);
    warn('include_raw', `The result for ${subject} has no field flagged; it was derived from the categories`);
  }
  return {
    kind,
    index,
    flagged: isFlagged,
    categories,
    scores: category_scores,
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
