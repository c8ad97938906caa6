import type { Values } from '../../forms/field';
import { at } from '../../forms/json';
import { evaluate, hasExpression, type Scope } from '../queries/evaluate';
import { findMissing } from '../queries/missing';
import { type QueryState, runOf } from '../queries/query-state';
import { type Reference, referencesOf } from '../queries/references';

/** The values of a component's properties. */
export interface Bound {
  values: Values;
  /** Expressions that cannot be evaluated, by property. */
  problems: { field: string; message: string }[];
  /** Why something that the component reads is not there yet; nothing where all is. */
  waiting: string | undefined;
}

/**
 * Evaluates the properties of a component. An expression that fails because what it reads is not there yet, such as the
 * result of a query that has not run, has no value; that is no problem of the component.
 */
export function bind(properties: Values, scope: Scope, state: QueryState): Bound {
  const bound: Bound = { values: {}, problems: [], waiting: undefined };
  for (const [field, property] of Object.entries(properties)) {
    if (typeof property !== 'string' || !hasExpression(property)) {
      bound.values[field] = property;
      continue;
    }
    const references = referencesOf({ property });
    const [missing] = findMissing(state, references);
    bound.waiting ??= missing?.message ?? describeUnfinished(state, references);
    try {
      bound.values[field] = evaluate(property, scope);
    } catch (error) {
      bound.values[field] = undefined;
      const message = error instanceof Error ? error.message : String(error);
      if (!missing) bound.problems.push({ field, message });
    }
  }
  return bound;
}

/** Work that goes on elsewhere has a result already, without what it is to bring. */
function describeUnfinished(state: QueryState, references: Reference[]): string | undefined {
  const names = references.flatMap(({ kind, name }) => (kind === 'queries' ? name : []));
  const unfinished = state.queries.find(
    ({ id, name }) => names.includes(name) && at(runOf(state, id).result, 'data', 'done') === false
  );
  return unfinished && `The query ${unfinished.name} is not done yet.`;
}
