import type { Action } from './actions';
import { bodyFaults, framingFaults } from './answer-faults';
import { connectionFaults, cutAt, splitAt } from './connection-faults';
import type { Fault } from './fault';
import { detourFaults, statusFaults } from './status-faults';

const wireFaults: Fault[] = [...connectionFaults, ...framingFaults, ...bodyFaults, ...detourFaults];

/** Every fault but those of single bytes. */
export const allFaults: Fault[] = [...wireFaults, ...statusFaults];

/** As many bytes as any response here has that is not an image or a sound. */
const MOST_BYTES = 4000;

const upTo = (count: number, step: number): number[] =>
  Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);

/** Every fault times every action, and every byte of a response as the place where it is cut or split. */
export function* everyPair(actions: Action[]): Generator<[Action, Fault]> {
  for (const fault of allFaults) for (const action of actions) yield [action, fault];
  for (const count of upTo(MOST_BYTES, 1)) {
    for (const action of actions) {
      if (count > action.bytes) continue;
      yield [action, splitAt(count)];
      if (count < action.bytes) yield [action, cutAt(count)];
    }
  }
}

/** A part of these, the same in every run, that has each fault, and each action with many of them. */
export function* somePairs(actions: Action[]): Generator<[Action, Fault]> {
  const some = (index: number, step: number) => actions.filter((_, at) => (at + index) % step === 0);
  for (const [index, fault] of wireFaults.entries()) {
    for (const action of some(index, fault.isDear ? 50 : 27)) yield [action, fault];
  }
  for (const [index, fault] of statusFaults.entries()) for (const action of some(index, 50)) yield [action, fault];
  for (const [index, count] of upTo(800, 16).entries()) {
    for (const action of some(index, 41)) {
      if (count > action.bytes) continue;
      yield [action, splitAt(count)];
      if (count < action.bytes) yield [action, cutAt(count)];
    }
  }
}
