import { runInThisContext } from 'node:vm';
import { STATE, type SwitchState } from './switch-state';

/** Tells the worker, in whose realm the switch of all mutants is, which test is running. */
const state: SwitchState | undefined = Reflect.get(runInThisContext('globalThis'), STATE);

beforeEach(() => state?.enter?.(expect.getState().currentTestName ?? ''));
afterEach(() => state?.leave?.());
