import type { Values } from '../../forms/field';
import { evaluate, hasExpression, type Scope } from './evaluate';

/** Options with their expressions' values, and what could not be evaluated, by field. */
export interface EvaluatedOptions {
  values: Values;
  problems: { field: string; message: string }[];
}

/** Evaluates the expressions of every option; lists, such as a table of headers, part by part. */
export function evaluateOptions(options: Values, scope: Scope): EvaluatedOptions {
  const problems: EvaluatedOptions['problems'] = [];
  const values: Values = {};
  for (const [field, value] of Object.entries(options)) {
    try {
      values[field] = evaluatePart(value, scope);
    } catch (error) {
      problems.push({ field, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { values, problems };
}

function evaluatePart(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map(part => evaluatePart(part, scope));
  return typeof value === 'string' && hasExpression(value) ? evaluate(value, scope) : value;
}
