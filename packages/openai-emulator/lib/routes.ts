import { answerSpeech } from './audio/speech';
import { createSpokenTexts } from './audio/spoken-texts';
import { answerTranscription } from './audio/transcriptions';
import { answerTranslation } from './audio/translations';
import { batchRoutes } from './batches/batches';
import { answerChat } from './chat/chat';
import { createStoredChats } from './chat/stored';
import { answerCompletion } from './completions/completions';
import { createContainers } from './containers/containers';
import { containerRoutes } from './containers/routes';
import { answerConversations, createConversations } from './conversations/conversations';
import { answerDecision } from './decisions/decisions';
import { answerEmbedding } from './embeddings/embeddings';
import { answerFiles } from './files/files';
import type { FileLinks } from './files/links';
import type { UploadedFiles } from './files/uploaded-files';
import { ApiError } from './http/api-error';
import type { Answer, ApiRequest, Route } from './http/messages';
import { answerImageEdit } from './images/edits';
import { answerImageGeneration } from './images/generations';
import { answerImageVariation } from './images/variations';
import { answerModels, deleteModel, type ModelRange } from './models/models';
import { answerModeration } from './moderations/moderations';
import { isPathOfApi } from './parameters/not-emulated';
import { answerCompact, answerInputTokens } from './responses/compact';
import {
  answerResponse,
  cancelResponse,
  deleteResponse,
  listInputItems,
  retrieveResponse,
} from './responses/responses';
import { createResponseStore } from './responses/store';
import { createRequestCheck } from './server/check-request';
import { checkCredentials } from './server/credentials';
import type { RateLimiter } from './server/rate-limit';
import type { Pace } from './time/pace';
import { uploadRoutes } from './uploads/uploads';
import { vectorStoreRoutes } from './vector-stores/routes';
import { createVectorStores } from './vector-stores/stores';

interface Surroundings {
  links: FileLinks;
  files: UploadedFiles;
  /** How long work in the background takes. */
  pace: Pace;
  models: ModelRange;
}

/** What the emulator answers. */
export function createRoutes({ links, files, pace, models }: Surroundings): Route[] {
  const conversations = createConversations();
  const spoken = createSpokenTexts();
  const stores = createVectorStores(files, pace);
  const containers = createContainers();
  const stored = createStoredChats();
  const memory = { responses: createResponseStore(), conversations, files, stores, containers };
  const answerConversation = (request: ApiRequest) => answerConversations(request, conversations);
  const response = /^\/v1\/responses\/[^/]+$/;
  const routes: Route[] = [
    { method: 'POST', path: /^\/v1\/chat\/completions$/, answer: request => answerChat(request, { files, stored }) },
    ...stored.routes,
    { method: 'POST', path: /^\/v1\/decisions$/, answer: answerDecision },
    { method: 'POST', path: /^\/v1\/completions$/, answer: answerCompletion },
    { method: 'POST', path: /^\/v1\/images\/generations$/, answer: request => answerImageGeneration(request, links) },
    { method: 'POST', path: /^\/v1\/images\/edits$/, answer: request => answerImageEdit(request, links, files) },
    { method: 'POST', path: /^\/v1\/images\/variations$/, answer: request => answerImageVariation(request, links) },
    { method: 'POST', path: /^\/v1\/embeddings$/, answer: answerEmbedding },
    { method: 'POST', path: /^\/v1\/audio\/speech$/, answer: request => answerSpeech(request, spoken) },
    { method: 'POST', path: /^\/v1\/audio\/transcriptions$/, answer: request => answerTranscription(request, spoken) },
    { method: 'POST', path: /^\/v1\/audio\/translations$/, answer: request => answerTranslation(request, spoken) },
    { method: 'POST', path: /^\/v1\/moderations$/, answer: answerModeration },
    { method: 'POST', path: /^\/v1\/files$/, answer: request => answerFiles(request, files) },
    { method: 'GET', path: /^\/v1\/files(\/[^/]+(\/content)?)?$/, answer: request => answerFiles(request, files) },
    { method: 'DELETE', path: /^\/v1\/files\/[^/]+$/, answer: request => answerFiles(request, files) },
    { method: 'POST', path: /^\/v1\/responses$/, answer: request => answerResponse(request, memory, pace) },
    { method: 'POST', path: /^\/v1\/responses\/compact$/, answer: request => answerCompact(request, memory) },
    { method: 'POST', path: /^\/v1\/responses\/input_tokens$/, answer: request => answerInputTokens(request, memory) },
    { method: 'GET', path: response, answer: request => retrieveResponse(request, memory) },
    { method: 'DELETE', path: response, answer: request => deleteResponse(request, memory) },
    {
      method: 'POST',
      path: /^\/v1\/responses\/[^/]+\/cancel$/,
      answer: request => cancelResponse(request, memory),
    },
    {
      method: 'GET',
      path: /^\/v1\/responses\/[^/]+\/input_items$/,
      answer: request => listInputItems(request, memory),
    },
    { method: 'POST', path: /^\/v1\/conversations(\/[^/]+(\/items)?)?$/, answer: answerConversation },
    { method: 'GET', path: /^\/v1\/conversations\/[^/]+(\/items(\/[^/]+)?)?$/, answer: answerConversation },
    { method: 'DELETE', path: /^\/v1\/conversations\/[^/]+(\/items\/[^/]+)?$/, answer: answerConversation },
    ...uploadRoutes(files),
    ...containerRoutes(containers, files),
    ...vectorStoreRoutes(stores),
    { method: 'GET', path: /^\/v1\/models(\/.+)?$/, answer: answerModels },
    { method: 'DELETE', path: /^\/v1\/models\/.+$/, answer: deleteModel },
    { method: 'GET', path: /^\/files\/[^/]+$/, isPublic: true, answer: request => links.answer(request) },
  ];
  const checkRequest = createRequestCheck(models);
  const answerRow = async (request: ApiRequest) => {
    const route = findRoute(routes, request);
    checkRequest(request);
    return route.answer(request);
  };
  return [...routes, ...batchRoutes({ files, pace, answerRow })];
}

function findRoute(routes: Route[], { method, path }: ApiRequest): Route {
  const matching = routes.filter(route => route.path.test(path));
  const route = matching.find(candidate => candidate.method === method);
  if (route) return route;
  if (matching.length > 0) {
    throw new ApiError(`Not allowed to ${method} on ${path}.`, { status: 405, code: 'method_not_supported' });
  }
  if (isPathOfApi(path)) {
    const message = `The emulator does not serve ${method} ${path}; OpenAI's API does.`;
    throw new ApiError(message, { status: 404, code: 'not_emulated' });
  }
  throw new ApiError(`Invalid URL (${method} ${path})`, { status: 404 });
}

function refuseBrokenJson({ headers, rawBody, body }: ApiRequest): void {
  const isJson = headers['content-type']?.includes('json') ?? false;
  if (isJson && rawBody.length > 0 && body === undefined) {
    throw new ApiError('We could not parse the JSON body of your request. The API expects a JSON payload.');
  }
}

/** Answers a request as the API would; refusals are thrown. */
export async function answerRequest(
  routes: Route[],
  { limiter, checkRequest }: { limiter: RateLimiter; checkRequest: (request: ApiRequest) => void },
  request: ApiRequest
): Promise<Answer> {
  const route = findRoute(routes, request);
  if (!route.isPublic) {
    checkCredentials(request);
    limiter.count(request);
  }
  refuseBrokenJson(request);
  checkRequest(request);
  return route.answer(request);
}
