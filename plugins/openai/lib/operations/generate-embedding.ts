import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings';
import { hasRows, inspectEmbeddedRows, joinVectors, listRowTexts, readRowTexts } from '../bulk/embedded-rows';
import * as rowOptions from '../bulk/rows';
import { addUsages } from '../cost/usage';
import * as embeddings from '../embeddings/embeddings';
import { inspectTexts, listTexts, texts } from '../embeddings/input-texts';
import { renameStored } from '../embeddings/saved-options';
import { defineOperation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import { openList } from '../options/open-lists';
import { sendAll } from '../transport/send-all';

interface Options extends Pick<EmbeddingCreateParams, 'model' | 'dimensions' | 'encoding_format'> {
  input?: string | string[];
  rows?: unknown[];
  field?: string;
  fingerprint_field?: string;
}

interface Request {
  requests: embeddings.EmbeddingRequest[];
  /** How many rows need no vector. */
  unchanged?: number;
}

/** Each request with its response. */
type Responses = [embeddings.EmbeddingRequest, CreateEmbeddingResponse][];

/** Of texts, the vectors; of rows, the rows with their vectors. */
interface Data {
  /** The first of `embeddings`; the text itself where `encoding_format` asks for base64. */
  embedding?: number[] | string;
  /** In the order of the input. */
  embeddings?: number[][];
  rows?: object[];
  /** How many rows needed no vector. */
  unchanged?: number;
  dimensions: number;
}

export const generateEmbedding = defineOperation<Options, Request, Responses, Data>({
  summary: 'generate the embedding',
  title: 'Generate embedding',
  needs: embeddings.needs,

  required: [],
  options: {
    input: { ...texts, description: 'Text, or a list of texts; each becomes a vector.', long: true },
    rows: {
      ...rowOptions.rows,
      description: 'Instead of input: texts or objects, returned with their vectors.',
      examples: ['{{queries.products.data}}'],
      items: {},
    },
    field: {
      type: 'string',
      trim: true,
      title: 'Text field',
      description: 'The field of a row that holds its text. Or set input to a template, such as [[name]].',
      examples: ['description'],
    },
    fingerprint_field: rowOptions.fingerprint_field,
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
      ...openList('float', 'base64'),
      default: 'float',
      stored: true,
    },
  },
  checks: {
    inspect: (options, model) => {
      if (hasRows(options)) {
        const faults = inspectEmbeddedRows(options);
        if (faults.length > 0) return faults;
        return embeddings.inspectLengths(listRowTexts(options), model, index => `rows[${index}]`);
      }
      const { input = '' } = options;
      if (input === '') return [{ field: 'input', message: 'input is required, unless rows is set' }];
      const faults = inspectTexts('input', input);
      if (faults.length > 0) return faults;
      const nameOf = (index: number) => (typeof input === 'string' ? 'input' : `input[${index}]`);
      return embeddings.inspectLengths(listTexts(input), model, nameOf);
    },
  },
  billing: { requests: ({ requests }) => requests.map(body => ({ endpoint: '/embeddings', body })) },
  transport: {
    countRequests: ({ requests }) => requests.length,
    previewMore: ({ unchanged }) => (unchanged === undefined ? {} : { unchanged }),
  },

  buildRequest: (options, context) => {
    const { input = [], rows = [], field: _, fingerprint_field, ...same } = options;
    const parameters = addExtra(same, context);
    if (!hasRows(options)) return { requests: embeddings.toRequests(listTexts(input), parameters) };
    const { texts: all, due } = readRowTexts(options, context);
    const changed = due.map(index => all[index] ?? '');
    return {
      requests: changed.length > 0 ? embeddings.toRequests(changed, parameters) : [],
      ...(fingerprint_field !== undefined && { unchanged: rows.length - due.length }),
    };
  },

  send: (client, { requests }, call) =>
    sendAll(requests, async request => [request, await embeddings.sendEmbedding(client, request, call)]),

  toResult: (responses, options, context) => {
    const { encoding_format } = options;
    const vectors = responses.flatMap(([{ input }, response]) => embeddings.readVectors(response, input.length));
    const [embedding = []] = vectors;
    const first = embeddings.findText(responses[0]?.[1]);
    const raw = responses.map(([, response]) => response);
    const described = { model: raw[0]?.model, usage: addUsages(raw.map(({ usage }) => usage)) };
    if (hasRows(options)) {
      const read = readRowTexts(options, context);
      const rows = joinVectors(options, read, vectors, context.warn);
      const unchanged = rows.length - read.due.length;
      return {
        message: `${countOf(vectors.length, 'embedding')} generated`,
        data: {
          rows,
          dimensions: embedding.length,
          ...(options.fingerprint_field !== undefined && { unchanged }),
        },
        ...described,
        raw,
      };
    }
    return {
      message:
        vectors.length === 1 ? 'Embedding generated successfully' : `${countOf(vectors.length, 'embedding')} generated`,
      data: {
        embedding: (encoding_format === 'base64' && first) || embedding,
        embeddings: vectors,
        dimensions: embedding.length,
      },
      ...described,
      raw: raw.length === 1 ? raw[0] : raw,
    };
  },

  form: { savedBy: 'model_embedding' },

  compatibility: { rename: renameStored },
});
