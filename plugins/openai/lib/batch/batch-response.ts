import { readEmbeddings } from '../embeddings/embeddings';
import { checkBody, unusable } from '../failures/body-check';
import { toImages } from '../images/image-result';
import { toModeration } from '../moderation/moderation-result';
import { readResponse } from '../responses/model-response';
import { failIfFailed, readingOfFormat, toResponseData } from '../responses/response-result';
import { readCompletion, readMessage } from '../text/chat-completion';
import { type ChoiceOptions, readChat } from '../text/chat-result';

/** How the answers of chats are read: whether as JSON, and how they are checked. */
export type AnswerReading = Pick<ChoiceOptions, 'isJson' | 'check'>;

/** Reads a response body of an endpoint. */
type Read = (body: object, reading: AnswerReading) => Record<string, unknown>;

const ignore = () => undefined;

const readImages: Read = body => {
  const { images } = toImages({ response: body }, 1, ignore);
  return { ...images[0], ...(images.length > 1 && { images }) };
};

/** The fields that each endpoint's response adds to a row. */
const readers: Record<string, Read> = {
  '/v1/chat/completions': (body, reading) => {
    const [{ text, parsed, refusal, tool_calls, finish_reason }, ...others] = readChat(body, {
      ...reading,
      stops: [],
    }).choices;
    return {
      text,
      ...(parsed !== undefined && { parsed }),
      ...(refusal && { refusal }),
      ...(tool_calls.length > 0 && { tool_calls }),
      ...(finish_reason && finish_reason !== 'stop' && { finish_reason }),
      ...(others.length > 0 && { texts: [text, ...others.map(choice => choice.text)] }),
    };
  },
  '/v1/responses': body => {
    const response = readResponse(body);
    const data = toResponseData(response, readingOfFormat(response));
    failIfFailed(data);
    const { text, parsed, refusal, images, tool_calls, incomplete_reason } = data;
    return {
      text,
      ...(parsed !== undefined && { parsed }),
      ...(refusal && { refusal }),
      ...(tool_calls.length > 0 && { tool_calls }),
      ...(images.length > 0 && { images }),
      ...(incomplete_reason && { incomplete_reason }),
    };
  },
  '/v1/completions': body => {
    const [first] = readCompletion(body).choices ?? [];
    const { text } = readMessage(first?.message ?? { content: first?.text });
    if (text === undefined) throw unusable(body, 'The response has no text');
    return { text };
  },
  '/v1/embeddings': body => {
    const embeddings = readEmbeddings(body)
      .toSorted((one, other) => one.index - other.index)
      .map(({ embedding }) => embedding)
      .filter(embedding => embedding !== undefined);
    if (embeddings.length === 0) throw unusable(body, 'The response has no embeddings');
    return { embedding: embeddings[0], ...(embeddings.length > 1 && { embeddings }) };
  },
  '/v1/moderations': body => {
    const results: unknown = Reflect.get(body, 'results');
    // A list without results is no verdict.
    const count = Math.max(1, Array.isArray(results) ? results.length : 1);
    const subjects = Array.from({ length: count }, (_, index) => ({
      kind: 'text' as const,
      index,
    }));
    const { flagged, categories, scores } = toModeration([[subjects, body]], ignore);
    return { flagged, categories, scores };
  },
  '/v1/images/generations': readImages,
  '/v1/images/edits': readImages,
};

/**
 * Reads the response body of a request; bodies of other endpoints are returned unchanged.
 *
 * @throws UnusableResponse, BrokenResponse, StreamedError if it is unusable.
 */
export function readBatchResponse(endpoint: string, body: object, reading: AnswerReading): Record<string, unknown> {
  const read = Object.hasOwn(readers, endpoint) ? readers[endpoint] : undefined;
  if (!read) return { body };
  // A failed response has an error beside its partial output.
  return read(endpoint === '/v1/responses' ? body : checkBody(body), reading);
}
