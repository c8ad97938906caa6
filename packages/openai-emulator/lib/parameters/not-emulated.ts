import { notEmulated } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import type { Route } from '../http/messages';
import endpoints from './endpoints.json';

/**
 * What the API serves and the emulator does not, by endpoint: parameters, and values of them. The README lists it from
 * here. What has no effect that a caller could see (metadata for OpenAI, cache keys, identifiers) is taken as the API
 * takes it.
 */
export const parametersNotEmulated: Record<string, readonly string[]> = {
  '/chat/completions': ['audio', 'logit_bias', 'moderation', 'prediction', 'web_search_options'],
  '/completions': ['logit_bias'],
  '/responses': ['access_programs', 'context_management', 'image', 'moderation'],
  '/responses/compact': ['image'],
  '/responses/input_tokens': ['personality'],
  '/containers': ['skills'],
};

const patterns = endpoints.map(endpoint => ({
  endpoint,
  pattern: new RegExp(`^/v1${endpoint.replace(/\{[^}]+\}/g, '[^/]+')}$`),
}));

/** Whether the API has a path, served here or not. */
export const isPathOfApi = (path: string): boolean => patterns.some(({ pattern }) => pattern.test(path));

/** The paths of the API that no route serves, such as /evals/{eval_id}. */
export function listNotServed(routes: Pick<Route, 'path'>[]): string[] {
  return endpoints.filter(endpoint => {
    const path = `/v1${endpoint.replace(/\{[^}]+\}/g, 'id_1')}`;
    return !routes.some(route => route.path.test(path));
  });
}

/** Paths by resource, such as `/skills (6 paths)`; few of one stand for themselves. */
export function groupPaths(paths: string[]): string[] {
  const resourceOf = (path: string) => path.split('/')[1] ?? '';
  return [...new Set(paths.map(resourceOf))].flatMap(resource => {
    const own = paths.filter(path => resourceOf(path) === resource);
    return own.length > 4 ? [`/${resource} (${own.length} paths)`] : own;
  });
}

/** Tools of the Responses API that the emulator does not have. */
export const toolsNotEmulated = [
  'apply_patch',
  'local_shell',
  'namespace',
  'programmatic_tool_calling',
  'shell',
  'tool_search',
];

/** Some have values that ask for nothing: a bias of 0, the sound of an answer that is text. */
const asksForNothing: Record<string, (body: JsonObject) => boolean> = {
  logit_bias: ({ logit_bias: biases }) => isObject(biases) && Object.values(biases).every(bias => bias === 0),
  audio: ({ modalities }) => !(Array.isArray(modalities) && modalities.includes('audio')),
};

function isUsed(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : value !== undefined && value !== null;
}

/** Rejects what would otherwise be taken and ignored. @param endpoint Without /v1. */
export function checkEmulated(body: JsonObject, endpoint: string): void {
  const parameter = parametersNotEmulated[endpoint]?.find(name => isUsed(body[name]) && !asksForNothing[name]?.(body));
  if (parameter) throw notEmulated(parameter);
  if (endpoint === '/chat/completions' && Array.isArray(body['modalities']) && body['modalities'].includes('audio')) {
    throw notEmulated('modalities', 'spoken answers in chat');
  }
  if (endpoint !== '/responses') return;
  for (const [index, tool] of objectsIn(body['tools']).entries()) {
    const type = textOf(tool['type']);
    if (toolsNotEmulated.includes(type)) throw notEmulated(`tools[${index}].type`, `the tool '${type}'`);
  }
}
