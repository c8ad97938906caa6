import type { ResponseFileSearchToolCall } from 'openai/resources/responses/responses';
import { findSubject } from '../answers/text';
import { countTokens } from '../answers/tokens';
import { findSentence } from '../answers/words';
import { ApiError } from '../http/api-error';
import { type JsonObject, numberOf, objectsIn, textsIn } from '../http/json';
import { newId } from '../http/messages';
import { requireParameters } from '../parameters/checks';
import { checkSearch, thresholdOf } from '../vector-stores/answer-search';
import { search } from '../vector-stores/search';
import type { VectorStores } from '../vector-stores/stores';
import { citeFile, join } from './cited-text';
import type { HostedTool, ItemEvent, OutputPart, ToolOutcome, Turn } from './types';

type Result = ResponseFileSearchToolCall.Result & { file_id: string; filename: string };

const usualCount = 20;
const wish = /\b(files?|documents?|knowledge base|vector store|handbook|manual)\b/i;

function check(tool: JsonObject, place: string): void {
  requireParameters({ [`${place}.vector_store_ids`]: tool['vector_store_ids'] }, [`${place}.vector_store_ids`]);
  const stores = textsIn(tool['vector_store_ids']);
  if (stores.length === 0) {
    throw new ApiError(
      `Invalid '${place}.vector_store_ids': empty array. Expected an array with minimum length 1, ` +
        'but got an empty array instead.',
      { param: `${place}.vector_store_ids`, code: 'empty_array' }
    );
  }
  checkSearch(tool, place);
}

/** Refuses a search in stores that are not there, or whose time is over. */
export function checkStores(body: JsonObject, stores: VectorStores, now: Date): void {
  const tools = objectsIn(body['tools']).filter(({ type }) => type === 'file_search');
  for (const id of tools.flatMap(tool => textsIn(tool['vector_store_ids']))) {
    if (!stores.has(id)) {
      throw new ApiError(`Vector store with id ['${id}'] not found.`, { status: 404, param: 'tools' });
    }
    stores.find(id).use(now);
  }
}

function* streamSearch(item_id: string, output_index: number): Iterable<ItemEvent> {
  yield { type: 'response.file_search_call.in_progress', item_id, output_index };
  yield { type: 'response.file_search_call.searching', item_id, output_index };
  yield { type: 'response.file_search_call.completed', item_id, output_index };
}

function makeCall(queries: string[], results: Result[]): OutputPart {
  const id = newId('fs_');
  return {
    item: { id, type: 'file_search_call', status: 'completed', queries, results },
    draft: { id, type: 'file_search_call', status: 'in_progress', queries: [], results: null },
    events: outputIndex => streamSearch(id, outputIndex),
    tokens: countTokens(queries.join('')),
  };
}

async function use(tool: JsonObject, { prompt, stores, request: { now } }: Turn): Promise<ToolOutcome> {
  const subject = findSubject(prompt);
  const found = search({
    stores: textsIn(tool['vector_store_ids']).map(stores.find),
    queries: [subject],
    filter: tool['filters'],
    threshold: thresholdOf(tool),
    count: numberOf(tool['max_num_results'], usualCount),
    now,
  });
  const cited = found
    .slice(0, 2)
    .flatMap(({ text, file_id, filename }) => [' ', citeFile(findSentence(text, subject), { file_id, filename })]);
  const opening =
    found.length > 0 ? `This is what the files say about ${subject}.` : `The files say nothing about ${subject}.`;
  return { parts: [makeCall([subject], found)], remark: join([opening, ...cited]) };
}

export const fileSearch: HostedTool = {
  types: ['file_search'],
  check,
  isWished: ({ prompt }) => wish.test(prompt),
  use,
};
