import type { Values } from '../../forms/field';
import type { Evaluator } from './evaluator';
import type { Scope } from './templates';

/** Options with their expressions' values, and what could not be evaluated, by field. */
export interface EvaluatedOptions {
  values: Values;
  problems: { field: string; message: string }[];
}

/** Evaluates the expressions of every option; lists, such as a table of headers, part by part. */
export async function evaluateOptions(options: Values, scope: Scope, evaluator: Evaluator): Promise<EvaluatedOptions> {
  const evaluatePart = (value: unknown): unknown => {
    if (Array.isArray(value)) return Promise.all(value.map(evaluatePart));
    return typeof value === 'string' ? evaluator.evaluate(value, scope) : value;
  };
  const problems: EvaluatedOptions['problems'] = [];
  const values: Values = {};
  await Promise.all(
    Object.entries(options).map(async ([field, value]) => {
      values[field] = undefined;
      try {
        // What a query does is chosen, never computed: it can be seen before it runs.
        values[field] = field === 'operation' ? value : await evaluatePart(value);
      } catch (error) {
        delete values[field];
        problems.push({ field, message: error instanceof Error ? error.message : String(error) });
      }
    })
  );
  return { values, problems };
}
