import { notEmulated } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';

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

/** Tools of the Responses API that the emulator does not have. */
export const toolsNotEmulated = [
  'apply_patch',
  'local_shell',
  'namespace',
  'programmatic_tool_calling',
  'shell',
  'tool_search',
];

function isUsed(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : value !== undefined && value !== null;
}

/** Rejects what would otherwise be taken and ignored. @param endpoint Without /v1. */
export function checkEmulated(body: JsonObject, endpoint: string): void {
  const parameter = parametersNotEmulated[endpoint]?.find(name => isUsed(body[name]));
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
