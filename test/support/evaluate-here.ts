import { evaluate } from '../../workbench/page/queries/evaluate';
import type { Evaluator } from '../../workbench/page/queries/evaluator';

/** Evaluates in this process, where there is no browser's worker. */
export const evaluateHere: Evaluator = {
  evaluate: async (text, scope) => (text.includes('{{') ? evaluate(text, scope) : text),
};
