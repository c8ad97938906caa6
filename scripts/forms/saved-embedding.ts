import { defaultModel, lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import type { Operation } from '../../plugins/openai/lib/operation';
import { UNSET } from '../../plugins/openai/lib/options/reader';
import { modelChoice, OTHER_MODEL } from '../../plugins/openai/lib/options/shared-options';
import { defaultChoice, fieldOf, type Group, modelIdField } from './layout';
import { listModels, toChoice } from './models';

/**
 * The form as ToolJet's own plugin stores it: a set of fields for each model, told apart by a suffix, so that queries saved
 * with it show what they hold.
 *
 * @param key The field that holds the model.
 */
export function groupBySavedModel(operation: Operation, key: string): Group {
  const { needs } = operation;
  if (!needs) throw new Error(`${key} has no models to choose from`);
  const listed = listModels(needs);
  const groupOf = (modelId: string): Group => {
    const suffix = lookUpModel(modelId).model?.stored_as;
    const fields = Object.keys(operation.options).map(name => {
      const stored = suffix ? `${name}_${suffix}` : name;
      // Only what ToolJet's own plugin stores has its default in the form.
      const field = suffix ? fieldOf(operation, name) : fieldOf(operation, name, { stored: false });
      return [stored.toLowerCase(), { ...field, key: stored }];
    });
    return Object.fromEntries(fields);
  };
  return {
    [key]: {
      label: modelChoice.model.title,
      key,
      type: 'dropdown-component-flip',
      list: [defaultChoice(operation), ...listed.map(toChoice), { name: 'Other (by its id)', value: OTHER_MODEL }],
    },
    [UNSET]: groupOf(defaultModel(needs.default)),
    ...Object.fromEntries(listed.map(({ id }) => [id, groupOf(id)])),
    [OTHER_MODEL]: { model_id: modelIdField(true), ...groupOf(OTHER_MODEL) },
  };
}
