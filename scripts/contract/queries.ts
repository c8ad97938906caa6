import { typesOf } from '../../plugins/openai/lib/options/option';
import { allOperations } from '../../plugins/openai/lib/registry';
import { everyAction } from '../../test/support/every-action';

export interface ContractQuery {
  operation: string;
  /** The option that it sets besides what every query of the operation has. */
  option?: string;
  query: Record<string, unknown>;
}

/** Ids in the place of what other queries would give. */
const IDS: Record<string, string> = {
  previous_response_id: 'resp_1',
  conversation_id: 'conv_1',
  image_id: 'ig_1',
  image_ids: 'ig_1',
  response_id: 'resp_1',
};

/** Options of the plugin itself, and those that other options need. */
const SKIPPED = ['dry_run', 'include_raw', 'query_timeout', 'save_to', 'model', 'model_id'];

/** Values to try an option with: all of a list, or its example. */
function listValues(name: string, option: { enum?: unknown[]; examples?: unknown[] } & object): unknown[] {
  if (option.enum) return option.enum;
  if (typesOf(option).includes('boolean')) return [true, false];
  const [example] = option.examples ?? [];
  const isExpression = typeof example === 'string' && example.includes('{{');
  const value = IDS[name] ?? (isExpression ? undefined : example);
  return value === undefined ? [] : [value];
}

/** A query of every action as its sample has it, and one for each value of each of its options. */
export const contractQueries: ContractQuery[] = everyAction.flatMap(([id, query]) => [
  { operation: id, query },
  ...Object.entries(allOperations().get(id)?.options ?? {})
    .filter(([name]) => !SKIPPED.includes(name) && !(name in query))
    .flatMap(([name, option]) =>
      listValues(name, option).map(value => ({ operation: id, option: name, query: { ...query, [name]: value } }))
    ),
]);
