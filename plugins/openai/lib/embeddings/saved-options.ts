import { lookUpModel, serves } from '../catalogue/models';
import { needs } from './embeddings';

/**
 * Renames the options of embedding queries that were saved with ToolJet's older plugin, which had a set of fields for each
 * model with a suffix such as `__m1`. They apply only if `input` is empty: the fields of today's form come first.
 */
export function renameStored(options: object): object {
  const read = (...names: string[]) =>
    names.map(name => Reflect.get(options, name)).find(value => value !== undefined && value !== null && value !== '');
  const chosen = lookUpModel(String(read('model_embedding'))).model;
  if (read('input') !== undefined || !chosen?.stored_as) return options;
  const suffix = chosen.stored_as;
  const stored = (name: string): unknown => read(name, `${name}__${suffix.toLowerCase()}`, `${name}_${suffix}`);
  // The host saves all options in one object, so `model` may still be that of an earlier operation.
  const saved = lookUpModel(String(read('model'))).model;
  return {
    ...options,
    model: saved && serves(saved, needs) ? saved.id : chosen.id,
    input: stored('input'),
    encoding_format: stored('encoding_format'),
    dimensions: stored('dimensions'),
  };
}
