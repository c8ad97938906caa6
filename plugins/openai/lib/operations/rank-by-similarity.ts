import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import { addUsages } from '../cost/usage';
import * as embeddings from '../embeddings/embeddings';
import { inspectRows, type RankedRows, readRows, toDimensions } from '../embeddings/rank-rows';
import { compareTo } from '../embeddings/similarity';
import { defineOperation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import * as shared from '../options/shared-options';
import { sendAll } from '../transport/send-all';

interface Options extends RankedRows {
  model: string;
  query: string;
  top_k?: number;
  min_score?: number;
}

interface Request {
  /** The first text is the query; the others are those of rows without a vector. */
  requests: embeddings.EmbeddingRequest[];
}

interface Compared {
  model?: string;
  /** The query's vector. */
  query: number[];
  /** The similarity of each text to the query. */
  scores: number[];
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
      ...inspectRows({ rows, ...fields }, model),
    ],
  },
  billing: { requests: ({ requests }) => requests.map(body => ({ endpoint: '/embeddings', body })) },
  transport: { countRequests: ({ requests }) => requests.length },

  buildRequest: (options, context) => {
    const { model } = context;
    const compared = readRows(options);
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
    };
  },

  // Only the scores are stored, since the vectors of many rows would fill the memory.
  send: async (client, { requests: [first, ...others] }, call) => {
    if (!first) return { query: [], scores: [], usages: [] };
    const { model, usage, ...answer } = await embeddings.sendEmbedding(client, first, call);
    const [query = [], ...vectors] = embeddings.readVectors(answer, first.input.length);
    const compare = compareTo(query);
    const rest = await sendAll(others, async request => {
      const further = await embeddings.sendEmbedding(client, request, call);
      return { scores: embeddings.readVectors(further, request.input.length).map(compare), usage: further.usage };
    });
    const scores = [...vectors.map(compare), ...rest.flatMap(part => part.scores)];
    return { model, query, scores, usages: [usage, ...rest.map(part => part.usage)] };
  },

  toResult: ({ model, query, scores, usages }, options, { warn }) => {
    const { rows, top_k, min_score = -1 } = options;
    const compare = compareTo(query);
    const ofTexts = scores.values();
    const scored = readRows(options).map((compared, index) => ({
      row: toObject(rows[index]),
      score: 'vector' in compared ? compare(compared.vector) : (ofTexts.next().value ?? 0),
    }));
    for (const name of ['score', 'rank']) {
      if (scored.some(({ row }) => name in row))
        warn('rows', `The field "${name}" of the rows was replaced by that of the results`);
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

function toObject(row: unknown): object {
  return typeof row === 'object' && row !== null ? row : { text: row };
}
