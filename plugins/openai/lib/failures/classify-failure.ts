import type { Failure } from '../types/failure';
import type { FailureClass } from './category';
import { holds } from './condition';
import { FAILURE_CLASSES } from './failure-classes';

/** Finds the class of a failure. */
export function classifyFailure(failure: Failure): FailureClass {
  const row = FAILURE_CLASSES.find(({ when }) => when.some(condition => holds(condition, failure)));
  if (!row) throw new Error('The last row of the table matches every failure');
  const { when: _, ...classified } = row;
  return classified;
}
