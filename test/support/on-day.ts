import vm from 'node:vm';

/** Runs with another day on the clock of the realm in which the bundle lives. */
export async function onDay<T>(day: string, run: () => Promise<T>): Promise<T> {
  const host: typeof globalThis = vm.runInThisContext('globalThis');
  const { Date: real } = host;
  const shift = Date.parse(day) - Date.now();
  class Shifted extends real {
    constructor(...given: [] | [number | string]) {
      super(given[0] ?? real.now() + shift);
    }
    static override now = () => real.now() + shift;
  }
  Reflect.set(host, 'Date', Shifted);
  try {
    return await run();
  } finally {
    Reflect.set(host, 'Date', real);
  }
}
