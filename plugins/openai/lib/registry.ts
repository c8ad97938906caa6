import { bare, bareThroughout } from './catalogue/bare';
import { type ActionGroup, flattenActions, type Operation } from './operation';
import { apiRequest } from './operations/api-request';
import { batch } from './operations/batch';
import { bulkChat } from './operations/bulk-chat';
import { cancelResponse } from './operations/cancel-response';
import { chat } from './operations/chat';
import { compare } from './operations/compare';
import { completion } from './operations/completion';
import { conversation } from './operations/conversation';
import { decide } from './operations/decide';
import { deepResearch } from './operations/deep-research';
import { file } from './operations/file';
import { generateEmbedding } from './operations/generate-embedding';
import { getResponse } from './operations/get-response';
import { imageAnalysis } from './operations/image-analysis';
import { imageEdit } from './operations/image-edit';
import { imageGeneration } from './operations/image-generation';
import { imageVariation } from './operations/image-variation';
import { listModels } from './operations/list-models';
import { moderation } from './operations/moderation';
import { rankBySimilarity } from './operations/rank-by-similarity';
import { respond } from './operations/respond';
import { speech } from './operations/speech';
import { transcription } from './operations/transcription';
import { translation } from './operations/translation';
import { vectorStore } from './operations/vector-store';

type Entry = Operation | ActionGroup;

/**
 * What the form offers, by id, in the order of its drop-down. The bundle loads the code of most entries when they are
 * first asked for.
 */
export const offered: ReadonlyMap<string, () => Entry> = isolateOnce([
  ['chat', () => chat],
  ['completion', () => completion],
  ['respond', () => respond],
  ['get_response', () => getResponse],
  ['cancel_response', () => cancelResponse],
  ['deep_research', () => deepResearch],
  ['image_generation', () => imageGeneration],
  ['image_edit', () => imageEdit],
  ['image_variation', () => imageVariation],
  ['image_analysis', () => imageAnalysis],
  ['generate_embedding', () => generateEmbedding],
  ['rank_by_similarity', () => rankBySimilarity],
  ['moderation', () => moderation],
  ['decide', () => decide],
  ['bulk_chat', () => bulkChat],
  ['compare', () => compare],
  ['batch', () => batch],
  ['speech', () => speech],
  ['transcription', () => transcription],
  ['translation', () => translation],
  ['file', () => file],
  ['vector_store', () => vectorStore],
  ['conversation', () => conversation],
  ['list_models', () => listModels],
  ['api_request', () => apiRequest],
]);

/** Without prototypes: a definition's optional members must not be found on an extended `Object.prototype`. */
function isolateOnce(entries: [id: string, read: () => Entry][]): Map<string, () => Entry> {
  return new Map(entries.map(([id, read]) => [id, once(() => isolate(read()))]));
}

/** Reads a value when it is first asked for, and keeps it. */
function once<Value>(read: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= read();
    return value;
  };
}

function isolate(entry: Entry): Entry {
  const own = bare(entry);
  if (!('actions' in own)) return isolateOptions(own);
  const actions = Object.entries(own.actions).map(([id, action]) => [id, isolate(action)]);
  return bare({ ...own, actions: Object.fromEntries(actions) });
}

/** A query reads the options of one: to copy those of all took 17 ms of a process's first query. */
function isolateOptions(operation: Operation): Operation {
  const { options: own } = operation;
  return Object.defineProperty(operation, 'options', { get: once(() => bareThroughout(own)), enumerable: true });
}

/** What the form offers, by id. */
export const listOffered = (): Map<string, Entry> => new Map([...offered].map(([id, read]) => [id, read()]));

/** Every operation; an action of a group by `group.action`. */
export const allOperations: () => ReadonlyMap<string, Operation> = once(
  () => new Map([...listOffered()].flatMap(([id, entry]) => flattenActions(id, entry)))
);
