import { defaultModel } from '../../plugins/openai/lib/catalogue/models';
import type { ActionGroup, Operation } from '../../plugins/openai/lib/operation';
import { modelChoice } from '../../plugins/openai/lib/options/shared-options';
import { toField } from './field';
import { defaultChoice, foldLast, type Group, modelIdField, outputField, roomBeside, toolField } from './layout';
import { describeSupport, listLiveModels, listModels, toChoice } from './models';

/** Every field once, in the order a builder fills them; tooltips say which models support it. */
export function groupOnce(id: string, operation: Operation): Group {
  const first = { ...modelField(operation), ...outputField(operation) };
  const tools = Object.entries(operation.form?.beside ?? {});
  const hidden = new Set(tools.flatMap(([tool, options = []]) => [tool, ...options]));
  const fields = describeFields(id, operation).filter(([name]) => !hidden.has(name));
  // The model's id is for few, and stands behind what most fill in.
  const all: [string, unknown][] = [...fields, ...(operation.needs ? [modelIdEntry()] : [])];
  const switches: Group = Object.assign(
    {},
    ...tools.map(([tool, options = []]) => toolField(operation, tool, options))
  );
  const room = roomBeside(first) - tools.length;
  const { more_options, show_more_options, ...shown } = foldLast(first, all, room);
  return {
    ...shown,
    ...switches,
    ...(more_options !== undefined && { more_options, show_more_options }),
  };
}

const modelIdEntry = (): [string, unknown] => ['model_id', modelIdField(false)];

function modelField(operation: Operation): Group {
  const { needs, compatibility } = operation;
  if (!needs) return {};
  const offer = compatibility?.toClassic ? listModels : listLiveModels;
  const list = [defaultChoice(operation), ...offer(needs).map(toChoice)];
  return { model: { ...toField('model', modelChoice.model, false), type: 'dropdown', list } };
}

function describeFields(id: string, operation: Operation): [string, unknown][] {
  const stated = new Map<string, string>();
  return Object.entries(operation.options).map(([name, option]) => {
    const takers = describeSupport(id, operation, name);
    const alike = stated.get(takers);
    if (takers !== '') stated.set(takers, alike ?? option.title);
    const support = alike ? ` Supported where ${alike} is.` : takers;
    const description = option.description + support;
    return [name, toField(name, { ...option, description }, operation.required.includes(name))];
  });
}

/** The fields of all actions, each once; models by their ids, since a list of all of them would be long. */
export function groupTogether(id: string, { chosenBy, actions, together }: ActionGroup): Group {
  if (!together) throw new Error(`${id} has no words for the field that chooses`);
  const fields: Group = {};
  const defaults: string[] = [];
  for (const [action, entry] of Object.entries(actions)) {
    if ('actions' in entry) throw new Error(`${id}.${action} cannot be shown together with others`);
    Object.assign(fields, { ...Object.fromEntries(describeFields(`${id}.${action}`, entry)), ...fields });
    if (entry.needs) defaults.push(`${defaultModel(entry.needs.default)} (${entry.title})`);
  }
  const description = `Any model for the target. Empty: ${defaults.join(', ')}.`;
  if (defaults.length > 0) fields['model_id'] = toField('model_id', { ...modelChoice.model_id, description }, false);
  const list = Object.entries(actions).map(([value, { title }]) => ({ name: title, value }));
  const choice = { label: together.title, key: chosenBy, tooltip: together.description, type: 'dropdown', list };
  const first = { [chosenBy]: choice };
  return foldLast(first, Object.entries(fields), roomBeside(first));
}
