import type { DecisionCreateParams } from 'openai/resources/decisions';
import { countOf } from '../options/count';
import { isJsonObject } from '../options/json-object';
import { openList } from '../options/open-lists';
import type { Option, Problem } from '../options/option';
import { readLine } from './question-line';

/** A question in the format of the API, with the name that its answer has in the result. */
export type Question = DecisionCreateParams['questions'][number] & { name: string };

/** Lines of text, or the API's own questions. */
export type QuestionsOption = string | object | object[];

const TYPES = ['predicate', 'choice', 'score'];

const kind = { type: { type: 'string', ...openList(...TYPES) } };

export const questions: Option = {
  type: ['string', 'array', 'object'],
  title: 'Questions',
  description:
    'One per line, such as "urgent? yes/no", "team: billing | support" or "anger: 1 to 5"; or the JSON of the API.',
  examples: ['urgent? yes/no'],
  pattern: '\\S',
  items: { type: 'object', properties: kind },
  properties: kind,
  long: true,
};

/** The API's limits. */
const MAX_QUESTIONS = 400;
const CHOICES = { minimum: 2, maximum: 255 };

const FORMS = ['urgent? yes/no', 'team: billing | support', 'anger: 1 to 5'];

const listLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(Boolean);

const listObjects = (given: object): Record<string, unknown>[] => [given].flat().filter(isJsonObject);

/** The questions, each with a name; those that cannot be read are left out. */
export function readQuestions(given: QuestionsOption): Question[] {
  const read = typeof given === 'string' ? listLines(given).flatMap(line => readLine(line) ?? []) : listObjects(given);
  return read.map((question, index) => ({ ...question, name: nameOf(question, index) }) as Question);
}

function nameOf({ name }: { name?: unknown }, index: number): string {
  return typeof name === 'string' && name !== '' ? name : `question_${index + 1}`;
}

/** Whether this version knows how a question of a kind is answered. */
export const isKnownKind = (type: unknown): boolean => TYPES.some(known => known === type);

/** Checks that every question can be asked, and that each has a name of its own. */
export function inspectQuestions(given: QuestionsOption | undefined): Problem[] {
  if (given === undefined) return [];
  const problems = typeof given === 'string' ? inspectLines(given) : listObjects(given).flatMap(inspectQuestion);
  if (problems.length > 0) return problems;
  const read = readQuestions(given);
  if (read.length === 0 || read.length > MAX_QUESTIONS) {
    const message = `questions must have 1 to ${MAX_QUESTIONS} questions; got ${read.length}`;
    return [{ field: 'questions', message, allowed: [`1 to ${MAX_QUESTIONS} questions`] }];
  }
  const names = read.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return [];
  return [{ field: 'questions', message: `questions must have unique names; "${repeated}" is used twice` }];
}

function inspectLines(text: string): Problem[] {
  return listLines(text).flatMap((line, index) => {
    if (readLine(line)) return [];
    const expected = `must end with its answers, such as ${FORMS.map(form => `"${form}"`).join(', ')}`;
    return [{ field: 'questions', message: `questions: line ${index + 1} ${expected}`, allowed: FORMS }];
  });
}

function inspectQuestion(question: Record<string, unknown>, index: number): Problem[] {
  const field = `questions[${index}]`;
  const { type, instructions } = question;
  if (type === undefined || type === '') {
    const message = `${field}.type must be one of ${TYPES.join(', ')}`;
    return [{ field: `${field}.type`, message, allowed: TYPES }];
  }
  // Of kinds that are newer than this version nothing else is known.
  if (!isKnownKind(type)) return [];
  if (instructions === undefined || instructions === '') {
    const message = `${field}.instructions is required: what to decide about the input`;
    return [{ field: `${field}.instructions`, message, allowed: ['a string'] }];
  }
  if (type === 'predicate') return [];
  const name = type === 'choice' ? 'choices' : 'levels';
  const values = question[name];
  const count = Array.isArray(values) ? values.length : 0;
  if (count >= CHOICES.minimum && count <= CHOICES.maximum) return [];
  const expected = `a list of ${CHOICES.minimum} to ${CHOICES.maximum} ${name}`;
  const message = `${field}.${name} must be ${expected}; got ${countOf(count, 'item')}`;
  return [{ field: `${field}.${name}`, message, allowed: [expected] }];
}
