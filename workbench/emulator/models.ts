import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError, modelNotFound } from './api-error';
import type { Answer, ApiRequest } from './http';
import { isObject, type JsonObject, objectsIn, textOf, textsIn } from './json';
import { seedFrom } from './seed';

interface Model {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
  shutdown_date: string | null;
}

/** A model that never exists, so that "not found" can be tried. */
const missingModel = 'no-such-model';

/** Served if the plugin's catalogue cannot be found beside the workbench. */
const builtInModels = [
  { id: 'gpt-5.4' },
  { id: 'gpt-5.4-mini' },
  { id: 'gpt-image-2' },
  { id: 'text-embedding-3-small' },
];

const catalogueFolder = path.resolve(__dirname, '../../plugins/openai/lib/catalogue');

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(catalogueFolder, file), 'utf8'));
  } catch {
    return undefined;
  }
}

function listCatalogueFiles(): string[] {
  try {
    return readdirSync(catalogueFolder).filter(file => file.endsWith('.json'));
  } catch {
    return [];
  }
}

function dateOfId(id: string): number {
  const dated = /\d{4}-\d{2}-\d{2}$/.exec(id);
  const ofDate = dated ? Date.parse(dated[0]) / 1000 : Number.NaN;
  return Number.isNaN(ofDate) ? 1_750_000_000 + (seedFrom(id) % 40_000_000) : ofDate;
}

/** The models that the plugin's catalogue knows, as the API would list them. */
export function readModels(): Model[] {
  const contents = listCatalogueFiles().map(readJson).filter(isObject);
  const known = contents
    .flatMap(content => objectsIn(content['models']))
    .filter(model => typeof model['id'] === 'string');
  const sources = known.length > 0 ? known : builtInModels.map(model => ({ ...model, shutdown_date: null }));
  return sources.map(model => ({
    id: textOf(model['id']),
    object: 'model',
    created: dateOfId(textOf(model['id'])),
    owned_by: 'system',
    shutdown_date: textOf(model['shutdown_date']) || null,
  }));
}

/** What the plugin's catalogue says of a model. */
interface KnownModel {
  /** Without /v1. */
  endpoints: string[];
  /** By option, as the catalogue has it: JSON Schema, or false where the model does not take the option. */
  limits: JsonObject;
  vision: unknown;
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function describeModels(content: JsonObject): [string, KnownModel][] {
  return objectsIn(content['models']).map(model => {
    const family = objectOf(objectOf(content['families'])[textOf(model['family'])]);
    const limits = { ...objectOf(family['limits']), ...objectOf(model['limits']) };
    const known = { endpoints: textsIn(family['endpoints']), limits, vision: model['vision'] };
    return [textOf(model['id']), known];
  });
}

let knownModels: Map<string, KnownModel> | undefined;

/** Undefined of a model that the catalogue does not know. */
export function findModel(model: string): KnownModel | undefined {
  knownModels ??= new Map(listCatalogueFiles().map(readJson).filter(isObject).flatMap(describeModels));
  return knownModels.get(model);
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

export function answerModels(models: Model[], { path: requested, now }: ApiRequest): Answer {
  const today = now.toISOString().slice(0, 10);
  const served = models.filter(({ shutdown_date: date }) => date === null || date > today);
  const id = decodeURIComponent(requested.replace(/^\/v1\/models\/?/, ''));
  if (!id) return { body: { object: 'list', data: served } };
  const model = served.find(candidate => candidate.id === id);
  if (!model) throw modelNotFound(id);
  return { body: model };
}
