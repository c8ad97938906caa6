import type OpenAI from 'openai';
import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { DefaultModel, Needs, ResolvedModel } from '../catalogue/models';
import { checkBody, unusable } from '../failures/body-check';
import { UnusableResponse } from '../failures/failure';
import type { Call } from '../operation';
import { isJsonObject } from '../options/json-object';
import type { Problem } from '../options/option';
import { anything, number, object, places, readFields } from '../transport/fields';
import { countTokensAtLeast, groupTexts } from './token-bounds';

/** Which models can embed text, and the default model. */
export const needs: Needs & { default: DefaultModel } = { endpoints: ['/embeddings'], default: 'embedding' };

/** The API's limits for one request. */
const MAX_TEXTS = 2048;
const MAX_TOKENS = 300_000;

/** A request whose input is a list. */
export type EmbeddingRequest = EmbeddingCreateParams & { input: string[] };

/** Distributes the texts over as many requests as needed. */
export function toRequests(texts: string[], parameters: Omit<EmbeddingCreateParams, 'input'>): EmbeddingRequest[] {
  return groupTexts(texts, MAX_TEXTS, MAX_TOKENS).map(input => ({ ...parameters, input }));
}

/** Finds texts that are certainly too long for the model; the API checks the rest exactly. */
export function inspectLengths(
  texts: string[],
  { id, model }: ResolvedModel,
  nameOf: (index: number) => string
): Problem[] {
  const limit = model?.context_window;
  if (limit === undefined) return [];
  const count = (number: number) => number.toLocaleString('en-US');
  return texts.flatMap((text, index) => {
    const tokens = text.length > limit ? countTokensAtLeast(text) : 0;
    if (tokens <= limit) return [];
    const message = `${nameOf(index)} must be at most ${count(limit)} tokens for ${id}; got at least ${count(tokens)}`;
    return [{ field: nameOf(index), message, allowed: [`at most ${count(limit)} tokens`] }];
  });
}

/** Sends one request, with retries where that is safe. */
export function sendEmbedding(
  client: OpenAI,
  request: EmbeddingRequest,
  { attempt, signal }: Call
): Promise<CreateEmbeddingResponse> {
  return attempt(async () => {
    return checkBody(await client.embeddings.create(request, { signal }));
  });
}

/**
 * Reads the vectors of a response, in either encoding, in the order of the request's texts.
 *
 * @throws UnusableResponse if one is missing.
 */
export function readVectors(response: object, texts: number): number[][] {
  const vectors = new Map(readEmbeddings(response).map(({ index, embedding }) => [index, toNumbers(embedding)]));
  return Array.from({ length: texts }, (_, index) => {
    const vector = vectors.get(index);
    if (vector && vector.length > 0) return vector;
    throw new UnusableResponse('unexpected_answer', `The response has no vector for text ${index + 1} of ${texts}`);
  });
}

const entry = object({ index: number, embedding: anything });
const embeddingList = object({ data: places(anything), embeddings: places(anything), embedding: anything });

/** The vectors of a response as they came; some servers return bare lists of numbers. */
export function readEmbeddings(response: object): { index: number; embedding: unknown }[] {
  const { data, embeddings, embedding } =
    readFields(Array.isArray(response) ? { data: response } : response, embeddingList) ?? {};
  const entries = data ?? embeddings ?? (embedding === undefined ? undefined : [embedding]);
  if (!entries) throw unusable(response, 'The response has no embeddings');
  return entries.flatMap((one, place) => {
    if (one === undefined) return [];
    const { index = place, embedding: vector } = isJsonObject(one) ? (entry(one, '', []) ?? {}) : { embedding: one };
    return [{ index, embedding: vector }];
  });
}

/** The first vector as text, where the server returned text. */
export function findText(response: object | undefined): string | undefined {
  const first = response && readEmbeddings(response).find(({ index }) => index === 0)?.embedding;
  return typeof first === 'string' ? first : undefined;
}

/** Accepts lists and base64 of little-endian 32-bit floats, which the SDK's types leave out. */
function toNumbers(embedding: unknown): number[] {
  const numbers = Array.isArray(embedding) ? embedding : decode(typeof embedding === 'string' ? embedding : '');
  if (numbers.every(Number.isFinite)) return numbers;
  throw new UnusableResponse('unexpected_answer', 'The response has a vector with values that are not numbers');
}

function decode(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  // Node's decoder skips what is not base64, so that any text gives numbers.
  if (bytes.toString('base64').replace(/=+$/, '') !== base64.replace(/=+$/, ''))
    throw new UnusableResponse('unexpected_answer', 'The response has text instead of a vector');
  if (bytes.length % 4 !== 0) throw new UnusableResponse('unexpected_answer', 'The response has an incomplete vector');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) numbers.push(view.getFloat32(at, true));
  return numbers;
}
