import { seedFrom } from '../answers/seed';
import { findSubject } from '../answers/text';
import { termsOf } from '../answers/words';
import type { Chunk } from './chunks';
import { passes } from './filters';
import { findInSamples } from './sample-store';
import type { StoreFile } from './store-file';
import type { Store } from './stores';
import type { Found } from './types';

export interface SearchOrder {
  stores: Store[];
  queries: string[];
  filter: unknown;
  /** Lowest score of a result. */
  threshold: number;
  count: number;
  now: Date;
}

interface Candidate {
  file: StoreFile;
  chunk: Chunk;
}

/** A term counts more the fewer pieces have it. */
function weigh(term: string, candidates: Candidate[]): number {
  const having = candidates.filter(({ chunk }) => chunk.counts.has(term)).length;
  return Math.log(1 + candidates.length / (having + 0.5));
}

/**
 * A scorer for one query: the share of its terms that a piece has, by their weight. A term said again counts a little
 * more, the more so in a short piece.
 */
function createScorer(query: string, candidates: Candidate[]): (chunk: Chunk) => number {
  const terms = termsOf(query).map(term => ({ term, weight: weigh(term, candidates) }));
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const length = candidates.reduce((sum, { chunk }) => sum + chunk.length, 0) / Math.max(1, candidates.length);
  return chunk => {
    const resistance = 0.2 + 0.2 * (chunk.length / Math.max(1, length));
    const reached = terms.map(({ term, weight }) => {
      const count = chunk.counts.get(term) ?? 0;
      return (weight * count) / (count + resistance);
    });
    return total > 0 ? reached.reduce((sum, share) => sum + share, 0) / total : 0;
  };
}

/** Searches stores; best first. What has no word in common with any query is not found. */
export function search({ stores, queries, filter, threshold, count, now }: SearchOrder): Found[] {
  const files = stores
    .flatMap(store => [...store.files.values()])
    .filter(({ attributes }) => passes(attributes, filter));
  const candidates = files.flatMap(file => file.chunks(now).map(chunk => ({ file, chunk })));
  const scorers = queries.map(query => createScorer(query, candidates));
  const found = candidates.map(({ file: { id, filename, attributes }, chunk }) => {
    const score = Math.max(...scorers.map(scorer => scorer(chunk)));
    return { file_id: id, filename, score: Number(score.toFixed(4)), attributes, text: chunk.text };
  });
  const samples = stores.filter(({ isSample }) => isSample).map(({ id }) => id);
  const [query = ''] = queries;
  return [...found, ...findInSamples(samples, findSubject(query), filter, seedFrom(query))]
    .filter(({ score }) => score > 0 && score >= threshold)
    .sort((one, other) => other.score - one.score)
    .slice(0, count);
}
