import { defaultModel, lookUpModel, type Schema } from '../../plugins/openai/lib/catalogue/models';
import type { ActionGroup, Operation } from '../../plugins/openai/lib/operation';
import { limitsFor } from '../../plugins/openai/lib/options/limits';
import type { Option } from '../../plugins/openai/lib/options/option';
import { commonOptions, modelChoice, OTHER_MODEL, output } from '../../plugins/openai/lib/options/shared-options';
import { offered, operations } from '../../plugins/openai/lib/registry';
import { type Choice, type Field, toField } from './field';
import { describeSupport, listLiveModels, listModels, toChoice } from './models';

type Group = Record<string, unknown>;

/** The query form, `operations.json`, as text. */
export function writeOperations(): string {
  const [first = ''] = offered.keys();
  const groups = [...offered].map(([id, entry]) => [
    id,
    'actions' in entry ? groupByAction(id, entry) : toGroup(id, entry),
  ]);
  const form = {
    $schema: 'https://raw.githubusercontent.com/ToolJet/ToolJet/develop/plugins/schemas/operations.schema.json',
    title: 'OpenAI',
    description: 'Operations of the OpenAI data source',
    type: 'api',
    // Only new queries receive defaults. A default model would stay when another operation is chosen, so there is none.
    // Switches that are on by default need one to look so, and flip drop-downs to show any fields.
    defaults: { operation: first, output: 'full', ...findSwitchedOn(), ...findFirstActions() },
    properties: {
      operation: {
        label: 'Operation',
        key: 'operation',
        type: 'dropdown-component-flip',
        list: [...offered].map(([value, { title }]) => ({ name: title, value })),
      },
      ...Object.fromEntries(groups),
      // The options of every operation appear once, below the chosen one.
      ...fold('query_options', 'Query options', toFields(commonOptions)),
    },
  };
  return `${JSON.stringify(form, null, 1)}\n`;
}

function findSwitchedOn(): Group {
  const options = [...operations.values()].flatMap(operation => Object.entries(operation.options));
  return Object.fromEntries(options.filter(([, option]) => option.default === true).map(([name]) => [name, true]));
}

function findFirstActions(): Group {
  const groups = [...offered.values()].flatMap(findGroups);
  return Object.fromEntries(groups.map(({ chosenBy, actions }) => [chosenBy, Object.keys(actions)[0]]));
}

function findGroups(entry: Operation | ActionGroup): ActionGroup[] {
  return 'actions' in entry ? [entry, ...Object.values(entry.actions).flatMap(findGroups)] : [];
}

function toGroup(id: string, operation: Operation): Group {
  return operation.form?.byModel ? groupByModel(id, operation, operation.form?.byModel) : groupOnce(id, operation);
}

/** Every field once, in the order of the definition; tooltips say which models support it. */
function groupOnce(id: string, operation: Operation): Group {
  const { needs, required } = operation;
  const offer = operation.compatibility?.toClassic ? listModels : listLiveModels;
  const choice = needs && {
    model: {
      ...toField('model', modelChoice.model, false),
      type: 'dropdown',
      list: [defaultChoice(defaultModel(needs.default)), ...offer(needs).map(toChoice)],
    },
  };
  const titles = new Map<string, string>();
  const own = Object.entries(operation.options).map(([name, option]) => {
    const support = describeSupport(id, operation, name);
    const sameAs = titles.get(support);
    if (support !== '') titles.set(support, sameAs ?? option.title);
    const note = sameAs ? ` Supported by the same models as ${sameAs}.` : support;
    return [name, toField(name, { ...option, description: option.description + note }, required.includes(name))];
  });
  return { ...choice, ...Object.fromEntries(own), ...lastFields(operation, needs ? ['model_id'] : []) };
}

/** Under each action its own fields. */
function groupByAction(id: string, { chosenBy, actions }: ActionGroup): Group {
  const list = Object.entries(actions).map(([value, { title }]) => ({ name: title, value }));
  const groups = Object.entries(actions).map(([action, entry]) => [
    action,
    'actions' in entry ? groupTogether(`${id}.${action}`, entry) : groupOnce(`${id}.${action}`, entry),
  ]);
  return {
    [chosenBy]: { label: 'Action', key: chosenBy, type: 'dropdown-component-flip', list },
    ...Object.fromEntries(groups),
  };
}

/** The fields of all actions, each once. Models are chosen by id, because a list of all of them would be long. */
function groupTogether(id: string, { chosenBy, actions, together }: ActionGroup): Group {
  if (!together) throw new Error(`${id} has no title for the field that chooses the action`);
  const entries = Object.entries(actions);
  const fields: Group = {};
  const defaults: string[] = [];
  for (const [action, entry] of entries) {
    if ('actions' in entry)
      throw new Error(`${id}.${action} is a group, which cannot be shown together with other actions`);
    const { model: _, ...own } = groupOnce(`${id}.${action}`, entry);
    Object.assign(fields, { ...own, ...fields });
    if (entry.needs) defaults.push(`${defaultModel(entry.needs.default)} (${entry.title})`);
  }
  const description = `Any model that supports the action. Empty: ${defaults.join(', ')}.`;
  if (defaults.length > 0) fields['model_id'] = toField('model_id', { ...modelChoice.model_id, description }, false);
  const list = entries.map(([value, { title }]) => ({ name: title, value }));
  const choice = { label: together.title, key: chosenBy, tooltip: together.description, type: 'dropdown', list };
  return { [chosenBy]: choice, ...fields };
}

/** A second flip drop-down, because ToolJet shows plain fields above the first one. */
function fold(key: string, label: string, fields: Group): Group {
  const list = [
    { name: 'Hide', value: '' },
    { name: 'Show', value: `show_${key}` },
  ];
  return { [key]: { label, key, type: 'dropdown-component-flip', list }, [`show_${key}`]: fields };
}

function toFields(options: Record<string, Option>): Group {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, toField(name, option, false)]));
}

/** Under each model its fields with the values it supports. The host shows the fields beside the model above it. */
function groupByModel(id: string, operation: Operation, byModel: string[]): Group {
  const { needs } = operation;
  if (!needs) throw new Error(`${id} has no models`);
  const names = Object.keys(operation.options);
  const first = Math.min(...byModel.map(name => names.indexOf(name)));
  const others = names.slice(first).filter(name => !byModel.includes(name));
  const fieldsOf = (chosen: string[]) => Object.fromEntries(chosen.map(name => [name, fieldOf(operation, name)]));
  const groupOf = (modelId: string): Group => {
    const { checks, unsupported } = limitsFor(lookUpModel(modelId), id, names);
    const supported = byModel.filter(name => !unsupported.includes(name));
    return {
      ...(modelId === OTHER_MODEL && { model_id: toField('model_id', modelChoice.model_id, true) }),
      ...Object.fromEntries(supported.map(name => [name, fieldOf(operation, name, checks.options[name])])),
    };
  };
  const listed = listModels(needs);
  return {
    ...fieldsOf(names.slice(0, first)),
    model: {
      label: modelChoice.model.title,
      key: 'model',
      tooltip: `${modelChoice.model.description} Empty: ${defaultModel(needs.default)}.`,
      type: 'dropdown-component-flip',
      list: [...listed.map(toChoice), { name: 'Other (by its id)', value: OTHER_MODEL }],
    },
    ...Object.fromEntries([...listed.map(model => model.id), OTHER_MODEL].map(modelId => [modelId, groupOf(modelId)])),
    ...fold('more_options', 'More options', { ...fieldsOf(others), ...lastFields(operation, []) }),
  };
}

/** The choice for an empty model. */
function defaultChoice(id: string): Choice {
  return { name: `Default (${lookUpModel(id).model?.label})`, value: '' };
}

function fieldOf({ options, required }: Operation, name: string, limit?: Schema): Field {
  const option = options[name];
  if (!option) throw new Error(`There is no option "${name}"`);
  return toField(name, option, required.includes(name), limit);
}

/** The fields that few builders need. */
function lastFields({ compatibility }: Operation, before: (keyof typeof modelChoice)[]): Group {
  const fields = [
    ...before.map(name => [name, toField(name, modelChoice[name], false)]),
    ...(compatibility?.toClassic ? [['output', toField('output', output, false)]] : []),
  ];
  return Object.fromEntries(fields);
}
