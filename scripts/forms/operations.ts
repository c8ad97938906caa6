import { allModels } from '../../plugins/openai/lib/catalogue/models';
import type { ActionGroup, Operation } from '../../plugins/openai/lib/operation';
import type { Option } from '../../plugins/openai/lib/options/option';
import { commonOptions } from '../../plugins/openai/lib/options/shared-options';
import { allOperations, listOffered, offered } from '../../plugins/openai/lib/registry';
import { isAbsent } from '../../workbench/forms/absent';
import { groupByModel } from './by-model';
import { toField } from './field';
import { fold, type Group } from './layout';
import { groupOnce, groupTogether } from './once';
import { groupBySavedModel } from './saved-embedding';
import { writeInShortLines } from './short-lines';

/** The host has a field of its own for it. */
const OWN_FIELD_OF_HOST = 'query_timeout';

/** The query form, `operations.json`, as text. */
export function writeOperations(): string {
  const groups = [...listOffered()].map(([id, entry]): [string, Group] => [
    id,
    'actions' in entry ? groupByAction(id, entry) : toGroup(id, entry),
  ]);
  const { [OWN_FIELD_OF_HOST]: _, ...common } = commonOptions;
  const properties: Group = {
    operation: {
      label: 'Operation',
      key: 'operation',
      type: 'dropdown-component-flip',
      list: [...listOffered()].map(([value, { title }]) => ({ name: title, value })),
    },
    ...Object.fromEntries(nearAlike(groups)),
    // What every operation takes is shown below whichever is chosen.
    ...fold('query_options', 'Query options', toFields(common)),
  };
  const form = {
    $schema: 'https://raw.githubusercontent.com/ToolJet/ToolJet/develop/plugins/schemas/operations.schema.json',
    title: 'OpenAI',
    description: 'Operations of the OpenAI data source',
    type: 'api',
    defaults: findDefaults(properties),
    properties,
  };
  return `${writeInShortLines(form)}\n`;
}

/**
 * Operations of one endpoint share most of their fields, so they stand together, where compression finds what is the same.
 * The host shows them in the order of the drop-down.
 */
function nearAlike<Entry>(groups: [id: string, group: Entry][]): [id: string, group: Entry][] {
  const endpoints = [...new Set(groups.map(([id]) => endpointOf(id)))];
  return groups.toSorted(([one], [other]) => endpoints.indexOf(endpointOf(one)) - endpoints.indexOf(endpointOf(other)));
}

const endpointOf = (id: string): string => allOperations().get(id)?.needs?.endpoints.at(-1) ?? id;

/**
 * What a form shows where nothing is chosen. Hosts fill these into saved queries as well when they are opened, so each
 * value is what an absent one means: the first operation and action, switches that are on, and `unset`.
 */
function findDefaults(properties: Group): Group {
  const [first = ''] = offered.keys();
  const options = [...allOperations().values()].flatMap(operation => Object.entries(operation.options));
  const switchedOn = options.filter(([, option]) => option.default === true).map(([name]) => [name, true]);
  const groups = [...listOffered().values()].flatMap(findGroups);
  return {
    operation: first,
    output: 'classic',
    ...Object.fromEntries(switchedOn),
    ...Object.fromEntries(groups.map(({ chosenBy, actions }) => [chosenBy, Object.keys(actions)[0]])),
    ...Object.fromEntries(findUnset(properties)),
    // As ToolJet's own plugin stores them.
    ...storedEncodings(),
  };
}

function storedEncodings(): Group {
  const suffixes = allModels().flatMap(({ stored_as }) => stored_as ?? []);
  return Object.fromEntries(suffixes.toSorted().map(suffix => [`encoding_format_${suffix}`, 'float']));
}

/** The drop-downs that have an entry for an absent value, by key, with that value, at any depth. */
function findUnset(node: unknown): [key: string, value: string][] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  if ('list' in node && 'key' in node && Array.isArray(node.list)) {
    const key = String(node.key);
    return node.list.flatMap(({ value }: { value: string }) => (isAbsent(key, value) ? [[key, value]] : []));
  }
  return Object.values(node).flatMap(findUnset);
}

function findGroups(entry: Operation | ActionGroup): ActionGroup[] {
  return 'actions' in entry ? [entry, ...Object.values(entry.actions).flatMap(findGroups)] : [];
}

function toGroup(id: string, operation: Operation): Group {
  if (operation.form?.byModel) return groupByModel(id, operation, operation.form.byModel);
  return operation.form?.savedBy ? groupBySavedModel(operation, operation.form.savedBy) : groupOnce(id, operation);
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

function toFields(options: Record<string, Option>): Group {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, toField(name, option, false)]));
}
