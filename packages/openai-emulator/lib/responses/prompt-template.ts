import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, textOf } from '../http/json';
import { requireParameters } from '../parameters/checks';

/** A template that never exists, so that "not found" can be tried. */
const missingTemplate = 'pmpt_none';

export function checkTemplate(given: unknown): void {
  if (!isObject(given)) return;
  requireParameters({ 'prompt.id': given['id'] }, ['prompt.id']);
  if (given['id'] !== missingTemplate) return;
  throw new ApiError(`Prompt with id '${missingTemplate}' not found.`, { status: 404, param: 'prompt' });
}

function variablesIn(template: JsonObject): [name: string, value: string][] {
  const variables = isObject(template['variables']) ? template['variables'] : {};
  return Object.entries(variables).map(([name, value]) => [
    name,
    isObject(value) ? textOf(value['text']) || textOf(value['type']) : textOf(value),
  ]);
}

/** The message that a template writes. The emulator has no templates, so it only knows what goes into one. */
export function fillTemplate(given: unknown): JsonObject[] {
  if (!isObject(given)) return [];
  const values = variablesIn(given).map(([, value]) => value);
  return [{ role: 'user', content: `Tell me about ${values.join(' and ') || textOf(given['id'])}` }];
}

/** Says which template was followed, ready to stand before an answer. */
export function describeTemplate(given: unknown): string {
  if (!isObject(given)) return '';
  const version = textOf(given['version']);
  const variables = variablesIn(given).map(([name, value]) => `${name} "${value}"`);
  const filled = variables.length > 0 ? ` with ${variables.join(', ')}` : '';
  return `I followed the prompt ${textOf(given['id'])}${version && ` (version ${version})`}${filled}. `;
}
