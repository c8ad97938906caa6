import { runInThisContext } from 'node:vm';

/**
 * Lets every test run on one day: models end, prices change, and neither is news to a test. It lies before the warnings of
 * models that end soon, which have tests on days of their own. The clock goes on as usual. The plugin is evaluated in the process's own realm, the tests in one of jest's.
 */
const day = Date.parse('2026-11-02T12:00:00Z');
const by = day - Date.now();

type Clock = Pick<typeof globalThis, 'Date'>;

/** A suite that cannot be loaded leaves its clock to the next one in its process. */
const REAL = Symbol.for('the real Date');

function shift(realm: Clock): void {
  const Real: DateConstructor = Reflect.get(realm.Date, REAL) ?? realm.Date;
  realm.Date = class extends Real {
    constructor(...given: [] | ConstructorParameters<typeof Date>) {
      super(...((given.length > 0 ? given : [Real.now() + by]) as [number]));
    }
    static override now(): number {
      return Real.now() + by;
    }
  } as DateConstructor;
  Reflect.set(realm.Date, REAL, Real);
  // Whoever counts the time of all tests runs in the same process.
  afterAll(() => {
    realm.Date = Real;
  });
}

shift(runInThisContext('globalThis'));
shift(globalThis);
