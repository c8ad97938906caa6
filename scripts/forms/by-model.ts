import { defaultModel, lookUpModel, type Model } from '../../plugins/openai/lib/catalogue/models';
import type { Operation } from '../../plugins/openai/lib/operation';
import { limitsFor } from '../../plugins/openai/lib/options/limits';
import { UNSET } from '../../plugins/openai/lib/options/reader';
import { modelChoice, OTHER_MODEL } from '../../plugins/openai/lib/options/shared-options';
import { defaultChoice, fieldOf, fold, type Group, modelIdField, outputField } from './layout';
import { listLivingModels, listModels, toChoice } from './models';

/**
 * Under each model the fields that differ by model, with the values that it supports; what every model supports is stated
 * once, under "More options". The host shows what stands beside the model above it.
 */
export function groupByModel(id: string, operation: Operation, byModel: string[]): Group {
  const { needs } = operation;
  if (!needs) throw new Error(`${id} has no models to make a form by`);
  const names = Object.keys(operation.options);
  const first = Math.min(...byModel.map(name => names.indexOf(name)));
  const others = names.slice(first).filter(name => !byModel.includes(name));
  const shared = others.filter(name => listLivingModels(needs).every(model => supports(id, names, model, name)));
  const differing = [...byModel, ...others.filter(name => !shared.includes(name))];
  const groupOf = (modelId: string): Group => {
    const { checks, unsupported } = limitsFor(lookUpModel(modelId), id, names);
    const fields = differing
      .filter(name => !unsupported.includes(name))
      .map(name => [name, fieldOf(operation, name, checks.options[name])]);
    return { ...(modelId === OTHER_MODEL && { model_id: modelIdField(true) }), ...Object.fromEntries(fields) };
  };
  const fieldsOf = (chosen: string[]) => Object.fromEntries(chosen.map(name => [name, fieldOf(operation, name)]));
  const listed = listModels(needs);
  return {
    ...fieldsOf(names.slice(0, first)),
    ...outputField(operation),
    model: {
      label: modelChoice.model.title,
      key: 'model',
      type: 'dropdown-component-flip',
      list: [defaultChoice(operation), ...listed.map(toChoice), { name: 'Other (by its id)', value: OTHER_MODEL }],
    },
    [UNSET]: groupOf(defaultModel(needs.default)),
    ...Object.fromEntries([...listed.map(model => model.id), OTHER_MODEL].map(name => [name, groupOf(name)])),
    ...fold('more_options', 'More options', fieldsOf(shared)),
  };
}

function supports(id: string, names: string[], { id: model }: Model, name: string): boolean {
  return !limitsFor(lookUpModel(model), id, names).unsupported.includes(name);
}
