import { defaultModel, lookUpModel } from '../catalogue/models';
import { UNSET } from '../options/reader';

/**
 * Options of an embedding as ToolJet's form stores them, under the names that the operation reads. The form has one set of
 * fields for each model, distinguished by a suffix, which hosts also write as `__m1`. They win over `model` and `input`, which
 * the form does not show: a value there was left by another operation.
 */
export function renameStored(options: object): object {
  const read = (...names: string[]) =>
    names.map(name => Reflect.get(options, name)).find(value => ![undefined, null, '', UNSET].includes(value));
  const stored = read('model_embedding');
  const { model } = lookUpModel(String(stored ?? defaultModel('embedding')));
  const suffix = model?.stored_as;
  if (!suffix || (stored === undefined && read('input') !== undefined)) return options;
  const own = (name: string): unknown => read(`${name}__${suffix.toLowerCase()}`, `${name}_${suffix}`);
  if (stored === undefined && own('input') === undefined) return options;
  return {
    ...options,
    model: model.id,
    input: own('input') ?? read('input'),
    encoding_format: own('encoding_format') ?? read('encoding_format'),
    dimensions: own('dimensions') ?? read('dimensions'),
  };
}
