import { textAt } from '../../forms/json';
import type { QueryState } from './query-state';
import type { Reference } from './references';
import { notRun } from './run-state';

/** Something that expressions read and that is not there. */
export interface Missing {
  /** The name that they read. */
  field: string;
  message: string;
  /** What to do. */
  hint: string;
}

/**
 * Says what references lead to nothing. A host evaluates them to nothing and sends the query all the same, and then the
 * reason is hard to see.
 */
export function findMissing(state: QueryState, references: Reference[]): Missing[] {
  return references.flatMap(
    ({ kind, name }) =>
      (kind === 'components' ? findMissingComponent(state, name) : findMissingResult(state, name)) ?? []
  );
}

function findMissingComponent({ components, stand_ins }: QueryState, name: string): Missing | undefined {
  if (name in components || name in stand_ins) return undefined;
  const hint = `Give the component ${name} a value below the form, or put it on a canvas.`;
  return { field: name, message: `There is no component named ${name}.`, hint };
}

function findMissingResult({ queries, runs }: QueryState, name: string): Missing | undefined {
  const query = queries.find(candidate => candidate.name === name);
  if (!query) return { field: name, message: `There is no query named ${name}.`, hint: 'Check the names in {{ }}.' };
  const { state, result } = runs[query.id] ?? notRun;
  if (textAt(result, 'status') === 'ok') return undefined;
  const what = state.phase === 'running' ? 'is still running' : describeResult(result);
  return { field: name, message: `The query ${name} ${what}.`, hint: `Run ${name} first.` };
}

function describeResult(result: unknown): string {
  if (result === undefined) return 'has not run yet';
  return textAt(result, 'status') === 'interrupted' ? 'was interrupted' : 'has failed';
}
