import type OpenAI from 'openai';
import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { DefaultModel, Needs, ResolvedModel } from '../catalogue/models';
import { checkAnswer } from '../failures/answer-check';
import { UnusableAnswer } from '../failures/failure';
import type { Call } from '../operation';
import type { Problem } from '../options/option';
import { countTokensAtLeast, groupTexts } from './token-bounds';

/** What a model must have, and which one is taken where none is chosen. */
export const needs: Needs & { default: DefaultModel } = { endpoints: ['/embeddings'], default: 'embedding' };

/** What the API takes in one request. */
const MAX_TEXTS = 2048;
const MAX_TOKENS = 300_000;

/** A request whose texts are a list. */
export type EmbeddingRequest = EmbeddingCreateParams & { input: string[] };

/** As many requests as the texts need. */
export function toRequests(texts: string[], same: Omit<EmbeddingCreateParams, 'input'>): EmbeddingRequest[] {
  return groupTexts(texts, MAX_TEXTS, MAX_TOKENS).map(input => ({ ...same, input }));
}

/** Texts that are too long for the model beyond doubt; of others the API is the judge. */
export function inspectLengths(
  texts: string[],
  { id, model }: ResolvedModel,
  nameOf: (index: number) => string
): Problem[] {
  const most = model?.context_window;
  if (most === undefined) return [];
  const count = (number: number) => number.toLocaleString('en-US');
  return texts.flatMap((text, index) => {
    const tokens = text.length > most ? countTokensAtLeast(text) : 0;
    if (tokens <= most) return [];
    const message = `${nameOf(index)} has at least ${count(tokens)} tokens; ${id} accepts at most ${count(most)}`;
    return [{ field: nameOf(index), message, allowed: [`a text of at most ${count(most)} tokens`] }];
  });
}

/** Sends one request, and again where that is safe. */
export function sendEmbedding(
  client: OpenAI,
  request: EmbeddingRequest,
  { attempt, signal }: Call
): Promise<CreateEmbeddingResponse> {
  return attempt(async () => {
    const answer = await client.embeddings.create(request, { signal });
    checkAnswer(answer);
    return answer;
  });
}

/**
 * The vectors of an answer in the order of the request's texts, as numbers in whichever encoding they came.
 *
 * @throws UnusableAnswer where one is missing.
 */
export function readVectors({ data }: Pick<CreateEmbeddingResponse, 'data'>, texts: number): number[][] {
  const vectors = new Map(data.map(({ index, embedding }, place) => [index ?? place, toNumbers(embedding)]));
  return Array.from({ length: texts }, (_, index) => {
    const vector = vectors.get(index);
    if (vector && vector.length > 0) return vector;
    throw new UnusableAnswer('unexpected_answer', `The server gave no vector for text ${index + 1} of ${texts}`);
  });
}

/** The SDK's type knows only of numbers; asked for base64, servers give 32-bit floats, the lowest byte first. */
function toNumbers(embedding: unknown): number[] {
  const numbers = Array.isArray(embedding) ? embedding : decode(typeof embedding === 'string' ? embedding : '');
  if (numbers.every(Number.isFinite)) return numbers;
  throw new UnusableAnswer('unexpected_answer', 'The server gave a vector that holds more than numbers');
}

function decode(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length % 4 !== 0) throw new UnusableAnswer('unexpected_answer', 'The server gave a vector that is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) numbers.push(view.getFloat32(at, true));
  return numbers;
}
