import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import { fingerprint_field, toRowObject } from '../bulk/rows';
import { type TrackedRows, trackRows, vectorFieldOf } from '../bulk/tracked-vectors';
import { addUsages } from '../cost/usage';
import * as embeddings from '../embeddings/embeddings';
import { type Comparable, inspectRows, toDimensions } from '../embeddings/rank-rows';
import { compareTo } from '../embeddings/similarity';
import { defineOperation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import * as shared from '../options/shared-options';
import { sendAll } from '../transport/send-all';

interface Options extends TrackedRows {
  query: string;
  top_k?: number;
  min_score?: number;
}

interface Request {
  /** The first text is the query; the others are those of rows without a vector. */
  requests: embeddings.EmbeddingRequest[];
  /** How many rows need no new vector; absent where nobody asks for that. */
  unchanged?: number;
}

interface Compared {
  model?: string;
  /** The query's vector. */
  query: number[];
  /** The similarity of each text to the query. */
  scores: number[];
  /** The vectors of the texts, where they are to be returned. */
  vectors?: number[][];
  usages: CreateEmbeddingResponse['usage'][];
}

interface Data {
  /** The rows of the query, texts as `{ text }`, the most similar first; `rank` starts at 1. */
  rows: { score: number; rank: number }[];
}

export const rankBySimilarity = defineOperation<Options, Request, Compared, Data>({
  summary: 'rank the rows',
  title: 'Rank by similarity',
  needs: embeddings.needs,

  required: ['query', 'rows'],
  options: {
    query: {
      ...shared.prompt,
      title: 'Query',
      description: 'The text to compare the rows with.',
      examples: ['{{components.search1.value}}'],
    },
    rows: {
      type: 'array',
      title: 'Rows',
      description: 'A list of texts, or of objects.',
      examples: ['{{queries.products.data}}'],
    },
    field: {
      type: 'string',
      title: 'Text field',
      description: 'The field of a row that holds its text.',
      examples: ['description'],
    },
    vector_field: {
      type: 'string',
      title: 'Vector field',
      description: 'The field of a row that holds its stored vector, which saves embedding it again.',
      examples: ['embedding'],
    },
    fingerprint_field,
    top_k: {
      type: 'integer',
      title: 'Top K',
      description: 'How many rows to return. Empty: all.',
      examples: ['10'],
      minimum: 1,
    },
    min_score: {
      type: 'number',
      title: 'Minimum score',
      description: '-1 to 1; less similar rows are left out.',
      examples: ['0.3'],
      minimum: -1,
      maximum: 1,
    },
  },
  checks: {
    inspect: ({ query = '', rows = [], ...fields }, model) => [
      ...embeddings.inspectLengths([query], model, () => 'query'),
      ...inspectRows({ rows, ...fields, ...vectorsOf({ rows, ...fields, model: model.id }) }, model),
    ],
  },
  billing: { requests: ({ requests }) => requests.map(body => ({ endpoint: '/embeddings', body })) },
  transport: {
    countRequests: ({ requests }) => requests.length,
    previewMore: ({ unchanged }) => (unchanged === undefined ? {} : { unchanged }),
  },

  buildRequest: (options, context) => {
    const { model } = context;
    const compared = trackRows(options, context).map(row => row.compared);
    const texts = compared.flatMap(row => ('text' in row ? row.text : []));
    return {
      requests: embeddings.toRequests(
        compared.length > 0 ? [options.query, ...texts] : [],
        addExtra(
          {
            model: options.model,
            ...toDimensions(compared, model),
            // Half the size of numbers in JSON; compatible servers may not support it.
            encoding_format: model.family ? ('base64' as const) : ('float' as const),
          },
          context
        )
      ),
      ...(options.fingerprint_field !== undefined && { unchanged: compared.length - texts.length }),
    };
  },

  // Only the scores are kept unless the vectors are to be returned, since those of many rows would fill the memory.
  send: async (client, { requests: [first, ...others], unchanged }, call) => {
    if (!first) return { query: [], scores: [], usages: [] };
    const { model, usage, ...response } = await embeddings.sendEmbedding(client, first, call);
    const [query = [], ...vectors] = embeddings.readVectors(response, first.input.length);
    const compare = compareTo(query);
    const rest = await sendAll(others, async request => {
      const further = await embeddings.sendEmbedding(client, request, call);
      const found = embeddings.readVectors(further, request.input.length);
      return { scores: found.map(compare), vectors: unchanged === undefined ? [] : found, usage: further.usage };
    });
    const scores = [...vectors.map(compare), ...rest.flatMap(part => part.scores)];
    return {
      model,
      query,
      scores,
      ...(unchanged !== undefined && { vectors: [...vectors, ...rest.flatMap(part => part.vectors)] }),
      usages: [usage, ...rest.map(part => part.usage)],
    };
  },

  toResult: ({ model, query, scores, vectors, usages }, options, context) => {
    const { rows, top_k, min_score = -1 } = options;
    const compare = compareTo(query);
    const [ofTexts, newVectors] = [scores.values(), (vectors ?? []).values()];
    const scored = trackRows(options, context).map(({ compared, fingerprint }, index) => ({
      row: {
        ...toRowObject(rows[index]),
        ...describeVector(compared, fingerprint, () => newVectors.next().value, options),
      },
      score: 'vector' in compared ? compare(compared.vector) : (ofTexts.next().value ?? 0),
    }));
    for (const name of options.fingerprint_field === undefined ? ['score', 'rank'] : []) {
      if (scored.some(({ row }) => name in row))
        context.warn('rows', `The field "${name}" of the rows was replaced by that of the results`);
    }
    const ranked = scored
      .filter(({ score }) => score >= min_score)
      .sort((one, other) => other.score - one.score)
      .slice(0, top_k)
      .map(({ row, score }, index) => ({ ...row, score, rank: index + 1 }));
    const message = `${countOf(ranked.length, 'row')} ranked`;
    return { message, data: { rows: ranked }, model, usage: addUsages(usages) };
  },
});

/** Where fingerprints are asked for: whether the row has a new vector, and which. */
function describeVector(
  compared: Comparable,
  fingerprint: string | undefined,
  takeVector: () => number[] | undefined,
  options: Options
): object {
  const { fingerprint_field } = options;
  if (fingerprint_field === undefined) return {};
  const told = fingerprint === undefined ? {} : { fingerprint, [fingerprint_field]: fingerprint };
  if ('vector' in compared) return { status: 'unchanged', ...told };
  return { status: 'ok', [vectorFieldOf(options) ?? '']: takeVector(), ...told };
}

/** The column of vectors, where there is one. */
function vectorsOf(options: TrackedRows): { vector_field?: string } {
  const vector_field = vectorFieldOf(options);
  return vector_field === undefined ? {} : { vector_field };
}
