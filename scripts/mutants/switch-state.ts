/** Where all realms of a process find the state of the switch. */
export const STATE = Symbol.for('mutants');

/** Which mutant is active, and who is told of those that are reached. */
export interface SwitchState {
  /** -1 is none. */
  active: number;
  reached?: { add(number: number): void };
  enter?(test: string): void;
  leave?(): void;
}
