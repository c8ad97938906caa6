import { seedFrom } from '../answers/seed';
import { ApiError, modelNotFound } from '../http/api-error';
import type { Answer, ApiRequest } from '../http/messages';
import { catalogue, type KnownModel } from './catalogue';

interface Model {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
  shutdown_date: string | null;
}

/** A model that never exists, so that "not found" can be tried. */
const missingModel = 'no-such-model';

function dateOfId(id: string): number {
  const dated = /\d{4}-\d{2}-\d{2}$/.exec(id);
  const ofDate = dated ? Date.parse(dated[0]) / 1000 : Number.NaN;
  return Number.isNaN(ofDate) ? 1_750_000_000 + (seedFrom(id) % 40_000_000) : ofDate;
}

function toModel({ id, shutdown_date }: KnownModel): Model {
  return { id, object: 'model', created: dateOfId(id), owned_by: 'system', shutdown_date: shutdown_date ?? null };
}

/** Undefined for a model that is not in the catalogue. */
export function findModel(model: string): KnownModel | undefined {
  return catalogue.get(model);
}

/** True of models of which nothing else is known. */
export function takesImages(model: string): boolean {
  return findModel(model)?.vision !== false;
}

/** Refuses a model that never was, and one that is known to do something else. */
export function refuseOtherModels(model: string, endpoint: string): void {
  refuseMissingModel(model);
  const known = findModel(model);
  if (!known || known.endpoints.includes(endpoint)) return;
  throw new ApiError(`This model is not supported in the v1${endpoint} endpoint.`, { status: 404, param: 'model' });
}

export function refuseMissingModel(model: string): void {
  if (model === missingModel) throw modelNotFound(model);
}

export function answerModels({ path, now }: ApiRequest): Answer {
  const today = now.toISOString().slice(0, 10);
  const served = [...catalogue.values()]
    .map(toModel)
    .filter(({ shutdown_date: date }) => date === null || date > today);
  const id = decodeURIComponent(path.replace(/^\/v1\/models\/?/, ''));
  if (!id) return { body: { object: 'list', data: served } };
  const model = served.find(candidate => candidate.id === id);
  if (!model) throw modelNotFound(id);
  return { body: model };
}
