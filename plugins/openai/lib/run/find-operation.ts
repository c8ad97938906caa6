import { invalidOptions } from '../failures/query-error';
import type { ActionGroup, Operation } from '../operation';
import { oneOf } from '../options/one-of';
import { offered } from '../registry';

/** An operation by its id; an action's is `group.action`. */
export interface FoundOperation {
  id: string;
  operation: Operation;
}

/**
 * Finds the operation of a query by `operation` and, in a group, by the option that chooses the action.
 *
 * @throws QueryError naming the known ones.
 */
export function findOperation(queryOptions: object): FoundOperation {
  const { id, entry: read } = choose('operation', offered, queryOptions);
  return findAction(id, read(), queryOptions);
}

function findAction(id: string, entry: Operation | ActionGroup, queryOptions: object): FoundOperation {
  if (!('actions' in entry)) return { id, operation: entry };
  const actions = new Map(Object.entries(entry.actions));
  const [first = ''] = actions.keys();
  const chosen = choose(entry.chosenBy, actions, {
    [entry.chosenBy]: first,
    ...present(queryOptions, entry.chosenBy),
  });
  return findAction(`${id}.${chosen.id}`, chosen.entry, queryOptions);
}

/** The entry that an option names. */
function choose<Entry>(
  field: string,
  entries: ReadonlyMap<string, Entry>,
  options: object
): { id: string; entry: Entry } {
  const id: unknown = Reflect.get(options, field);
  const entry = typeof id === 'string' ? entries.get(id) : undefined;
  if (typeof id === 'string' && entry) return { id, entry };
  const allowed = [...entries.keys()];
  const isMissing = typeof id !== 'string' || id === '';
  const reason = isMissing ? `${field} is required` : `${field} "${id.slice(0, 60)}" is unknown`;
  throw invalidOptions('run the query', [{ field, message: `${reason}; use ${oneOf(allowed)}`, allowed }]);
}

/** An empty option counts as absent. */
function present(queryOptions: object, name: string): Record<string, unknown> {
  const value: unknown = Reflect.get(queryOptions, name);
  return value === undefined || value === null || value === '' ? {} : { [name]: value };
}
