import type { ChatCompletion } from 'openai/resources/chat/completions';
import type { Completion } from 'openai/resources/completions';
import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import type { ImagesResponse } from 'openai/resources/images';
import type { ModerationCreateResponse } from 'openai/resources/moderations';
import type { Response as ModelResponse } from 'openai/resources/responses/responses';
import { toImages } from '../images/image-result';
import { toResponseData } from '../responses/response-result';
import { readChoices } from '../text/chat-result';

/** Reads a response body of an endpoint; `isJson` if a chat requested JSON. */
type Read = (body: never, isJson: boolean) => Record<string, unknown>;

const readImages = (body: ImagesResponse) => {
  const { images } = toImages(body, () => {});
  return { ...images[0], ...(images.length > 1 && { images }) };
};

/** The fields that each endpoint's response adds to a row. */
const readers: Record<string, Read> = {
  '/v1/chat/completions': (body: ChatCompletion, isJson) => {
    const [{ text, parsed, refusal, tool_calls, finish_reason }, ...others] = readChoices(body, { isJson, stops: [] });
    return {
      text,
      ...(parsed !== undefined && { parsed }),
      ...(refusal && { refusal }),
      ...(tool_calls.length > 0 && { tool_calls }),
      ...(finish_reason !== 'stop' && { finish_reason }),
      ...(others.length > 0 && { texts: [text, ...others.map(choice => choice.text)] }),
    };
  },
  '/v1/responses': (body: ModelResponse) => {
    const isJson = body.text?.format?.type?.startsWith('json') ?? false;
    const { text, parsed, refusal, images, incomplete_reason } = toResponseData(body, isJson);
    return {
      text,
      ...(parsed !== undefined && { parsed }),
      ...(refusal && { refusal }),
      ...(images.length > 0 && { images }),
      ...(incomplete_reason && { incomplete_reason }),
    };
  },
  '/v1/completions': (body: Completion) => ({ text: body.choices[0]?.text ?? '' }),
  '/v1/embeddings': ({ data }: CreateEmbeddingResponse) => {
    const embeddings = data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding);
    return { embedding: embeddings[0], ...(embeddings.length > 1 && { embeddings }) };
  },
  '/v1/moderations': ({ results: [first, ...others] }: ModerationCreateResponse) => ({
    flagged: first?.flagged === true || others.some(({ flagged }) => flagged),
    categories: first?.categories,
    scores: first?.category_scores,
  }),
  '/v1/images/generations': readImages,
  '/v1/images/edits': readImages,
};

/**
 * Reads the response body of a request; bodies of other endpoints are returned unchanged.
 *
 * @throws UnusableAnswer, or a TypeError if the body has an unexpected shape.
 */
export function readBatchResponse(endpoint: string, body: object, isJson: boolean): Record<string, unknown> {
  const read = Object.hasOwn(readers, endpoint) ? readers[endpoint] : undefined;
  // The endpoint determines the type of the body.
  return read ? read(body as never, isJson) : { body };
}
