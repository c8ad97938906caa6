import type { Problem } from './option';

/** The model ids of a list, or of a text with commas or lines. */
export function listModelIds(value: unknown): string[] {
  const texts = [value].flat().filter(text => typeof text === 'string');
  return texts
    .flatMap(text => text.split(/[,;\n]+/))
    .map(id => id.trim())
    .filter(id => id !== '');
}

/** Finds what is no id, such as a sentence or broken JSON. */
export function inspectModelIds(field: string, ids: string[]): Problem[] {
  const wrong = ids.find(id => /[\s"'[\]{}]/.test(id));
  if (wrong === undefined) return [];
  const message = `${field} must be model ids, separated by commas, or a JSON list of them; "${wrong.slice(0, 40)}" is not a model id`;
  return [{ field, message, allowed: ['model ids such as gpt-5.4-mini, gpt-4.1'] }];
}
