import type { Decision } from 'openai/resources/decisions';
import { similarity, toProbabilities } from '../answers/meaning';
import { textOfInput } from '../answers/words-of-input';
import { type JsonObject, objectsIn, textOf } from '../http/json';

/** A question as a request has it, its shape checked before. */
export type Question = JsonObject;

type DecisionAnswer = Decision['answers'][number];

const refusal = /\bplease refuse\b/i;
const digits = 4;

function round(value: number): number {
  return Number(value.toFixed(digits));
}

/** How certain it is that a statement about the input is true: the more the two speak of the same, the more. */
function estimate(text: string, statement: string): number {
  const isDenied = /\b(no|not|never|without)\b/i.test(text) !== /\b(no|not|never|without)\b/i.test(statement);
  const likeness = similarity(text, statement);
  const probability = likeness > 0.12 ? 0.55 + Math.min(0.43, likeness) : 0.05 + likeness * 2;
  return round(isDenied && likeness > 0.12 ? 1 - probability : probability);
}

function choose(text: string, options: string[]): number[] {
  return toProbabilities(options.map(option => similarity(text, option))).map(round);
}

/** Exclamations and strong words put a text high on any scale that it says nothing of. */
function intensityOf(text: string): number {
  const strong = text.match(
    /!|\b(very|extremely|totally|never|worst|best|urgent|immediately|unacceptable)\b|[A-Z]{4,}/g
  );
  return Math.min(1, 0.2 + (strong?.length ?? 0) * 0.25);
}

function rate(text: string, levels: JsonObject[]): number[] {
  const scores = levels.map(level => similarity(text, `${textOf(level['label'])} ${textOf(level['description'])}`));
  if (Math.max(...scores) > 0.1) return toProbabilities(scores).map(round);
  const wanted = intensityOf(text) * (levels.length - 1);
  return toProbabilities(
    levels.map((_, place) => -Math.abs(place - wanted)),
    1.5
  ).map(round);
}

/** Answers one question, always in the same way. The words "please refuse" in it are declined. */
export function answerQuestion(question: Question, text: string): DecisionAnswer {
  const name = textOf(question['name']) || null;
  const instructions = textOfInput(question['instructions']);
  if (refusal.test(instructions)) return { type: 'refusal', name };
  if (question['type'] === 'predicate') return { type: 'predicate', name, probability: estimate(text, instructions) };
  if (question['type'] === 'choice') {
    const options = objectsIn(question['choices']);
    const values = options.map(({ value }) => (typeof value === 'boolean' ? value : textOf(value)));
    const found = choose(
      text,
      options.map(({ value, description }) => `${String(value)} ${textOf(description)}`)
    );
    const best = found.indexOf(Math.max(...found));
    const probabilities = values.map((value, index) => ({ value, probability: found[index] ?? 0 }));
    return { type: 'choice', name, choice: values[best] ?? '', confidence: found[best] ?? 0, probabilities };
  }
  const levels = objectsIn(question['levels']);
  const found = rate(text, levels);
  const best = found.indexOf(Math.max(...found));
  return {
    type: 'score',
    name,
    score: best + 1,
    confidence: found[best] ?? 0,
    probabilities: levels.map(({ label }, index) => ({
      label: textOf(label),
      value: index + 1,
      probability: found[index] ?? 0,
    })),
  };
}
