import { seedFrom } from '../answers/seed';
import { ApiError, modelNotFound } from '../http/api-error';
import type { Answer, ApiRequest } from '../http/messages';
import { catalogue, type KnownModel } from './catalogue';

/**
 * Which models are served: those that OpenAI serves on the day, those that it has retired too, or any name at all, as
 * compatible servers do.
 */
export type ModelRange = 'current' | 'retired' | 'any';

interface Model {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
  shutdown_date: string | null;
}

/** A model that never exists, whatever the range, so that "not found" can be tried. */
const missingModel = 'no-such-model';

function dateOfId(id: string): number {
  const dated = /\d{4}-\d{2}-\d{2}$/.exec(id);
  const ofDate = dated ? Date.parse(dated[0]) / 1000 : Number.NaN;
  return Number.isNaN(ofDate) ? 1_750_000_000 + (seedFrom(id) % 40_000_000) : ofDate;
}

function toModel({ id, shutdown_date }: KnownModel): Model {
  return { id, object: 'model', created: dateOfId(id), owned_by: 'system', shutdown_date: shutdown_date ?? null };
}

/** The facts about a model, or about the one that it was tuned from; undefined for one that is not in the catalogue. */
export function findModel(model: string): KnownModel | undefined {
  return catalogue.get(model) ?? catalogue.get(/^ft:([^:]+):/.exec(model)?.[1] ?? '');
}

/** True of models of which nothing else is known. */
export function takesImages(model: string): boolean {
  return findModel(model)?.vision !== false;
}

function isRetired({ shutdown_date }: KnownModel, now: Date): boolean {
  return shutdown_date !== undefined && shutdown_date <= now.toISOString().slice(0, 10);
}

/** Rejects a model that is not served, as the API does. */
export function checkModelExists(model: string, range: ModelRange, now: Date): void {
  if (model === missingModel) throw modelNotFound(model);
  const known = findModel(model);
  if (!known && range !== 'any') throw modelNotFound(model);
  if (!known || range !== 'current' || !isRetired(known, now)) return;
  throw new ApiError(
    `The model \`${model}\` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations`,
    { status: 404, code: 'model_not_found' }
  );
}

const chat = '/chat/completions';

/** What the API says of a model at an endpoint that does not serve it. */
function explainEndpoint({ endpoints }: KnownModel, endpoint: string): string {
  const [only, ...others] = endpoints;
  if (endpoint === '/completions' && endpoints.includes(chat)) {
    return `This is a chat model and not supported in the v1${endpoint} endpoint. Did you mean to use v1${chat}?`;
  }
  if (endpoint === chat && endpoints.includes('/completions')) {
    return `This is not a chat model and thus not supported in the v1${endpoint} endpoint. Did you mean to use v1/completions?`;
  }
  if (endpoint === chat && only === '/responses' && others.length === 0) {
    return 'This model is only supported in v1/responses and not in v1/chat/completions.';
  }
  return `This model is not supported in the v1${endpoint} endpoint.`;
}

/** Endpoints that ask for nothing but a model of theirs. Others take whatever model an item of theirs names. */
const endpointsOfModels = new Set([...catalogue.values()].flatMap(({ endpoints }) => endpoints));

/** Rejects a model that is known to do something else. @param endpoint Without /v1. */
export function checkModelFits(model: string, endpoint: string): void {
  const known = findModel(model);
  if (!known || !endpointsOfModels.has(endpoint) || known.endpoints.includes(endpoint)) return;
  // What a model for images cannot do with them, the endpoints say in words of their own.
  if (endpoint.startsWith('/images/') && known.endpoints.some(other => other.startsWith('/images/'))) return;
  throw new ApiError(explainEndpoint(known, endpoint), { status: 404, param: 'model' });
}

/** Takes away a model that was tuned; others belong to OpenAI. */
export function deleteModel({ path }: ApiRequest): Answer {
  const id = decodeURIComponent(path.replace(/^\/v1\/models\//, ''));
  if (id.startsWith('ft:') && findModel(id)) return { body: { id, object: 'model', deleted: true } };
  throw modelNotFound(id);
}

/** The models of the day: retired ones are not listed, even where they are served. */
export function answerModels({ path, now }: ApiRequest): Answer {
  const served = [...catalogue.values()].filter(model => !isRetired(model, now)).map(toModel);
  const id = decodeURIComponent(path.replace(/^\/v1\/models\/?/, ''));
  if (!id) return { body: { object: 'list', data: served } };
  const model = served.find(candidate => candidate.id === id);
  if (!model) throw modelNotFound(id);
  return { body: model };
}
