import type { Values } from '../../forms/field';
import { at } from '../../forms/json';
import type { Evaluator } from '../queries/evaluator';
import { findMissing } from '../queries/missing';
import { type QueryState, runOf } from '../queries/query-state';
import { type Reference, referencesOf } from '../queries/references';
import { hasExpression, type Scope } from '../queries/templates';

/** The values of a component's properties. */
export interface Bound {
  values: Values;
  /** Expressions that cannot be evaluated, by property. */
  problems: { field: string; message: string }[];
  /** Why something that the component reads is not there yet; nothing where all is. */
  waiting: string | undefined;
}

/** The properties that are not expressions, and why others may have to wait; all that is known at once. */
export function bindPlain(properties: Values, state: QueryState): Bound {
  const entries = Object.entries(properties);
  const expressions = entries.flatMap(([, property]) => (isExpression(property) ? [property] : []));
  const references = referencesOf(Object.fromEntries(expressions.map((text, index) => [String(index), text])));
  const [missing] = findMissing(state, references);
  return {
    values: Object.fromEntries(
      entries.map(([field, property]) => [field, isExpression(property) ? undefined : property])
    ),
    problems: [],
    waiting: missing?.message ?? describeUnfinished(state, references),
  };
}

/**
 * Evaluates the properties of a component. An expression that fails because what it reads is not there yet, such as the
 * result of a query that has not run, has no value; that is no problem of the component.
 */
export async function bind(properties: Values, scope: Scope, state: QueryState, evaluator: Evaluator): Promise<Bound> {
  const bound = bindPlain(properties, state);
  await Promise.all(
    Object.entries(properties).map(async ([field, property]) => {
      if (!isExpression(property)) return;
      try {
        bound.values[field] = await evaluator.evaluate(property, scope);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (findMissing(state, referencesOf({ property })).length === 0) bound.problems.push({ field, message });
      }
    })
  );
  return bound;
}

const isExpression = (property: unknown): property is string => typeof property === 'string' && hasExpression(property);

/** Work that goes on elsewhere has a result already, without what it is to bring. */
function describeUnfinished(state: QueryState, references: Reference[]): string | undefined {
  const names = references.flatMap(({ kind, name }) => (kind === 'queries' ? name : []));
  const unfinished = state.queries.find(
    ({ id, name }) => names.includes(name) && at(runOf(state, id).result, 'data', 'done') === false
  );
  return unfinished && `The query ${unfinished.name} is not done yet.`;
}
