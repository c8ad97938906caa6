import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings';
import { addUsages } from '../cost/usage';
import * as embeddings from '../embeddings/embeddings';
import { inspectTexts, listTexts, texts } from '../embeddings/input-texts';
import { renameStored } from '../embeddings/saved-options';
import { defineOperation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import { sendAll } from '../transport/send-all';

interface Options extends Pick<EmbeddingCreateParams, 'model' | 'dimensions' | 'encoding_format'> {
  input: string | string[];
}

interface Request {
  requests: embeddings.EmbeddingRequest[];
}

/** Each request with its response. */
type Answers = [embeddings.EmbeddingRequest, CreateEmbeddingResponse][];

interface Data {
  /** The first of `embeddings`; the text itself where `encoding_format` asks for base64. */
  embedding: number[] | string;
  /** In the order of the input. */
  embeddings: number[][];
  dimensions: number;
}

export const generateEmbedding = defineOperation<Options, Request, Answers, Data>({
  summary: 'generate the embedding',
  title: 'Generate embedding',
  needs: embeddings.needs,

  required: ['input'],
  options: {
    input: { ...texts, description: 'Text, or a list of texts; each becomes a vector.', long: true },
    dimensions: {
      type: 'integer',
      title: 'Dimensions',
      description: 'The length of the vectors. Empty: the default of the model.',
      examples: ['512'],
      minimum: 1,
    },
    encoding_format: {
      type: 'string',
      title: 'Encoding format',
      description: 'The format of the response; the result holds numbers either way.',
      enum: ['float', 'base64'],
      default: 'float',
      stored: true,
    },
  },
  checks: {
    inspect: ({ input = '' }, model) => {
      const faults = inspectTexts('input', input);
      if (faults.length > 0) return faults;
      const nameOf = (index: number) => (typeof input === 'string' ? 'input' : `input[${index}]`);
      return embeddings.inspectLengths(listTexts(input), model, nameOf);
    },
  },
  billing: { requests: ({ requests }) => requests.map(body => ({ endpoint: '/embeddings', body })) },
  transport: { countRequests: ({ requests }) => requests.length },

  buildRequest: ({ input, ...same }, context) => ({
    requests: embeddings.toRequests(listTexts(input), addExtra(same, context)),
  }),

  send: (client, { requests }, call) =>
    sendAll(requests, async request => [request, await embeddings.sendEmbedding(client, request, call)]),

  toResult: (answers, { encoding_format }) => {
    const vectors = answers.flatMap(([{ input }, answer]) => embeddings.readVectors(answer, input.length));
    const [embedding = []] = vectors;
    const first = embeddings.findText(answers[0]?.[1]);
    const raw = answers.map(([, answer]) => answer);
    return {
      message:
        vectors.length === 1 ? 'Embedding generated successfully' : `${countOf(vectors.length, 'embedding')} generated`,
      data: {
        embedding: (encoding_format === 'base64' && first) || embedding,
        embeddings: vectors,
        dimensions: embedding.length,
      },
      model: raw[0]?.model,
      usage: addUsages(raw.map(({ usage }) => usage)),
      raw: raw.length === 1 ? raw[0] : raw,
    };
  },

  form: { savedBy: 'model_embedding' },

  compatibility: { rename: renameStored },
});
