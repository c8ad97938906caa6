import type { ResponseFileSearchToolCall } from 'openai/resources/responses/responses';
import { findSubject, thoughtsAbout } from '../answer-text';
import { ApiError } from '../api-error';
import { newId } from '../http';
import { isObject, type JsonObject, numberOf, objectsIn, textOf, textsIn } from '../json';
import { checkNumber, requireParameters } from '../parameter-checks';
import { seedFrom } from '../seed';
import { countTokens } from '../tokens';
import { citeFile, join } from './cited-text';
import type { HostedTool, ItemEvent, OutputPart, ToolOutcome } from './output';
import type { Turn } from './turn';

type Result = ResponseFileSearchToolCall.Result & { file_id: string; filename: string };
type Attributes = NonNullable<Result['attributes']>;

/** A store that never exists, so that "not found" can be tried. */
const missingStore = 'vs_none';
const filenames = ['handbook.pdf', 'notes.md', 'report.docx', 'minutes.txt'];
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
  const name = `${place}.max_num_results`;
  checkNumber({ [name]: tool['max_num_results'] }, name, { minimum: 1, maximum: 50, integer: true });
  if (!stores.includes(missingStore)) return;
  throw new ApiError(`Vector store with id ['${missingStore}'] not found.`, { status: 404, param: 'tools' });
}

/** Attributes with which a file passes the filters. */
function attributesFor(filter: unknown): Attributes {
  if (!isObject(filter)) return {};
  const { key, value } = filter;
  const nested = objectsIn(filter['filters']).map(attributesFor);
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return Object.assign({}, ...nested, isPlain && { [textOf(key)]: value });
}

function findResults(tool: JsonObject, subject: string, seed: number): Result[] {
  const stores = textsIn(tool['vector_store_ids']);
  const count = Math.min(filenames.length, numberOf(tool['max_num_results'], filenames.length));
  const attributes = attributesFor(tool['filters']);
  return thoughtsAbout(subject, count, seed).map((text, index) => {
    const store = stores[index % stores.length] ?? '';
    const filename = filenames[index] ?? 'file.txt';
    const file_id = `file-${seedFrom(store + filename)
      .toString(16)
      .padStart(8, '0')}`;
    return { file_id, filename, score: Number((0.95 - index * 0.13).toFixed(2)), text, attributes };
  });
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

async function use(tool: JsonObject, { prompt }: Turn): Promise<ToolOutcome> {
  const subject = findSubject(prompt);
  const results = findResults(tool, subject, seedFrom(prompt));
  const cited = results
    .slice(0, 2)
    .flatMap(({ text = '', file_id, filename }) => [' ', citeFile(text, { file_id, filename })]);
  return {
    parts: [makeCall([subject], results)],
    remark: join([`This is what the files say about ${subject}.`, ...cited]),
  };
}

export const fileSearch: HostedTool = {
  types: ['file_search'],
  check,
  isWished: ({ prompt }) => wish.test(prompt),
  use,
};
