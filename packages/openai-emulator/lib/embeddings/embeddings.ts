import type { CreateEmbeddingResponse, Embedding } from 'openai/resources/embeddings';
import { unsupportedParameter } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textOf } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { findModel } from '../models/models';
import { checkChoice, checkNumber, checkText, refuseUnknownParameters, requireParameters } from '../parameters/checks';
import { readInput } from './input';
import { toBase64, toNumbers, toVector } from './vectors';

type Body = Omit<CreateEmbeddingResponse, 'data'> & {
  data: (Omit<Embedding, 'embedding'> & { embedding: number[] | string })[];
};

const parameters = ['input', 'model', 'dimensions', 'encoding_format', 'user'];
const usualDimensions = 1536;

/** The length of the vectors: as asked for, else all that the model has. */
function readDimensions(body: JsonObject, model: string): number {
  const { default: all, adjustable } = findModel(model)?.dimensions ?? { default: usualDimensions, adjustable: true };
  if (!adjustable && body['dimensions'] !== undefined) throw unsupportedParameter('dimensions');
  checkNumber(body, 'dimensions', { minimum: 1, maximum: all, integer: true });
  return numberOf(body['dimensions'], all);
}

export function answerEmbedding({ body }: ApiRequest): Answer {
  const asked = isObject(body) ? body : {};
  requireParameters(asked, ['model', 'input']);
  refuseUnknownParameters(asked, parameters);
  checkText(asked, 'model', 200);
  checkChoice(asked, 'encoding_format', ['float', 'base64']);
  const model = textOf(asked['model']);
  const dimensions = readDimensions(asked, model);
  const { items, tokens } = readInput(asked);
  const encode = asked['encoding_format'] === 'base64' ? toBase64 : toNumbers;
  const data = items.map((item, index) => {
    const embedding = encode(toVector(item, dimensions));
    return { object: 'embedding' as const, index, embedding };
  });
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return { body: { object: 'list', data, model, usage } satisfies Body };
}
