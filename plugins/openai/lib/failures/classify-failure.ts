import type { Failure } from '../types/failure';
import type { FailureClass } from './category';
import { holds } from './condition';
import { FAILURE_CLASSES, OTHER_FAILURE } from './failure-classes';

/** Finds the class of a failure. */
export function classifyFailure(failure: Failure): FailureClass {
  return FAILURE_CLASSES.find(({ when }) => when.some(condition => holds(condition, failure))) ?? OTHER_FAILURE;
}
