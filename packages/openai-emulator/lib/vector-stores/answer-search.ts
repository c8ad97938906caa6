import { termsOf } from '../answers/words';
import { ApiError, missingParameter } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textsIn } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { checkChoice, checkNumber, refuseUnknownParameters } from '../parameters/checks';
import { checkFilter } from './filters';
import { search } from './search';
import type { Store } from './stores';

const knownParameters = ['query', 'rewrite_query', 'max_num_results', 'filters', 'ranking_options'];
const usualCount = 10;

/** Refuses settings of a search that the API refuses; `place` is where a tool has them. */
export function checkSearch(settings: JsonObject, place = ''): void {
  const at = (name: string) => (place ? `${place}.${name}` : name);
  const ranking = isObject(settings['ranking_options']) ? settings['ranking_options'] : {};
  const count = at('max_num_results');
  const threshold = at('ranking_options.score_threshold');
  const ranker = at('ranking_options.ranker');
  checkNumber({ [count]: settings['max_num_results'] }, count, { minimum: 1, maximum: 50, integer: true });
  checkNumber({ [threshold]: ranking['score_threshold'] }, threshold, { minimum: 0, maximum: 1 });
  checkChoice({ [ranker]: ranking['ranker'] }, ranker, ['none', 'auto', 'default-2024-11-15']);
  checkFilter(settings['filters'], at('filters'));
}

/** The lowest score that a request wants to see. */
export function thresholdOf(settings: JsonObject): number {
  const ranking = isObject(settings['ranking_options']) ? settings['ranking_options'] : {};
  return numberOf(ranking['score_threshold'], 0);
}

function readQueries({ query, rewrite_query }: JsonObject): string[] {
  if (query === undefined || query === null) throw missingParameter('query');
  const queries = textsIn(query);
  if (queries.length === 0 || queries.some(text => !text.trim())) {
    throw new ApiError("Invalid 'query': expected a text, or an array of texts, that is not empty.", {
      param: 'query',
    });
  }
  return rewrite_query === true ? queries.map(text => termsOf(text).join(' ')) : queries;
}

export function answerSearch({ body, now }: ApiRequest, store: Store): Answer {
  const asked = isObject(body) ? body : {};
  refuseUnknownParameters(asked, knownParameters);
  checkSearch(asked);
  const queries = readQueries(asked);
  store.use(now);
  const found = search({
    stores: [store],
    queries,
    filter: asked['filters'],
    threshold: thresholdOf(asked),
    count: numberOf(asked['max_num_results'], usualCount),
    now,
  });
  const data = found.map(({ text, ...result }) => ({ ...result, content: [{ type: 'text', text }] }));
  const page = { object: 'vector_store.search_results.page', search_query: queries, data };
  return { body: { ...page, has_more: false, next_page: null } };
}
