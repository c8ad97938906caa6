import type { Decision } from 'openai/resources/decisions';
import { countTokens, plainUsage } from '../answers/tokens';
import { textOfInput } from '../answers/words-of-input';
import { findColours } from '../attachments/colours';
import { isWebAddress, readImageUrl } from '../attachments/input-image';
import { readWords } from '../drawing/drawn-words';
import { ApiError, invalidValue } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { checkList } from '../parameters/checks';
import { answerQuestion, type Question } from './questions';

const maximumQuestions = 400;
const choices = { minimum: 2, maximum: 255 };

function checkQuestions(questions: JsonObject[]): void {
  checkList({ questions }, 'questions', { minimum: 1, maximum: maximumQuestions });
  for (const [index, question] of questions.entries()) {
    const place = `questions[${index}]`;
    if (question['type'] === 'choice') {
      checkList({ [`${place}.choices`]: question['choices'] }, `${place}.choices`, choices);
      const values = objectsIn(question['choices']).map(({ value }) => JSON.stringify(value));
      const isRepeated = new Set(values).size < values.length;
      if (isRepeated) throw invalidValue(`${place}.choices`, `Invalid '${place}.choices': each choice must be unique.`);
    }
    if (question['type'] === 'score')
      checkList({ [`${place}.levels`]: question['levels'] }, `${place}.levels`, choices);
  }
}

/** Opens the pictures of the input, which come as addresses and as data: how many there are, and what is seen in them. */
async function readImages(input: unknown): Promise<{ count: number; seen: string }> {
  const parts = objectsIn(input).flatMap(item => objectsIn(item['content'] ?? item['output']));
  const images = parts.filter(({ type }) => type === 'input_image');
  const seen: string[] = [];
  for (const image of images) {
    const url = textOf(image['image_url']);
    if (isWebAddress(url)) continue;
    const { bytes } = await readImageUrl(url, 'input');
    seen.push(...(await findColours(bytes)), readWords(bytes) ?? '');
  }
  return { count: images.length, seen: seen.join(' ') };
}

function checkCalls(input: JsonObject[]): void {
  const calls = input.filter(({ type }) => type === 'function_call' || type === 'custom_tool_call');
  const stray = input.find(
    ({ type, call_id }) => textOf(type).endsWith('_output') && !calls.some(call => call['call_id'] === call_id)
  );
  if (!stray) return;
  throw new ApiError(`No tool call found for output with call_id ${textOf(stray['call_id'])}.`, { param: 'input' });
}

const tokensPerImage = 765;

export async function answerDecision({ body }: ApiRequest): Promise<Answer> {
  const asked = isObject(body) ? body : {};
  const { input } = asked;
  checkQuestions(objectsIn(asked['questions']));
  checkCalls(objectsIn(input));
  const images = await readImages(input);
  const text = textOfInput(input);
  const shown = [text, images.seen].filter(Boolean).join('\n');
  const questions: Question[] = objectsIn(asked['questions']);
  const asking = questions.map(({ instructions }) => textOfInput(instructions)).join('\n');
  const input_tokens = countTokens(text) + countTokens(asking) + images.count * tokensPerImage;
  const output_tokens = questions.length;
  const decision: Decision = {
    answers: questions.map(question => answerQuestion(question, shown)),
    model: textOf(asked['model']),
    usage: plainUsage(input_tokens, output_tokens),
  };
  return { body: decision };
}
