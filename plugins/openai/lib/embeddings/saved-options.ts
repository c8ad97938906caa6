import { lookUpModel, serves } from '../catalogue/models';
import { needs } from './embeddings';

/**
 * Options of an embedding that ToolJet's older plugin stored, under today's names. It had one set of fields for each model,
 * told apart by a suffix, which the host's forms also write as `__m1`. They are read only where there is no `input`: who
 * has filled in today's form means that one.
 */
export function renameStored(given: object): object {
  const read = (...names: string[]) =>
    names.map(name => Reflect.get(given, name)).find(value => value !== undefined && value !== null && value !== '');
  const chosen = lookUpModel(String(read('model_embedding'))).model;
  if (read('input') !== undefined || !chosen?.stored_as) return given;
  const suffix = chosen.stored_as;
  const stored = (name: string): unknown => read(name, `${name}__${suffix.toLowerCase()}`, `${name}_${suffix}`);
  // Options are flat in the host: a chat's model stays behind when the query becomes an embedding.
  const left = lookUpModel(String(read('model'))).model;
  return {
    ...given,
    model: left && serves(left, needs) ? left.id : chosen.id,
    input: stored('input'),
    encoding_format: stored('encoding_format'),
    dimensions: stored('dimensions'),
  };
}
