import { runInThisContext } from 'node:vm';

/**
 * Lets every test run on the day that the catalogue was checked: models end, prices change, and neither is news to a
 * test. The clock goes on as usual. The plugin is evaluated in the process's own realm, the tests in one of jest's.
 */
const day = Date.parse('2026-11-20T12:00:00Z');
const key = Symbol.for('test.clock.shift');

type Clock = Pick<typeof globalThis, 'Date'>;

function shift(realm: Clock, by: number): void {
  const Real = realm.Date;
  if (Reflect.has(Real, key)) return;
  class ShiftedDate extends Real {
    constructor(...given: [] | ConstructorParameters<typeof Date>) {
      super(...((given.length > 0 ? given : [Real.now() + by]) as [number]));
    }
    static override now(): number {
      return Real.now() + by;
    }
  }
  Reflect.set(ShiftedDate, key, by);
  realm.Date = ShiftedDate as DateConstructor;
}

const process: Clock = runInThisContext('globalThis');
const by: number = Reflect.get(process.Date, key) ?? day - Date.now();
shift(process, by);
shift(globalThis, by);
