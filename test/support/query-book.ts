import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toFailedResult } from '../../workbench/host/failed-result';
import { createQueryStore } from '../../workbench/page/queries/store';
import { evaluateHere } from './evaluate-here';
import type { Fields } from './plugin';

/** Queries that read one another by `{{ }}`, as an app has them. */
export interface QueryBook {
  /** Gives a component its value, such as `{ file: [...] }` of a file picker. */
  setComponent(name: string, value: Fields): void;
  /** Adds a query with these options and runs it. Gives the envelope, `{ status: 'failed', ... }` included. */
  run(name: string, options: Fields): Promise<Fields>;
}

const form = join(__dirname, '../../plugins/openai/operations.json');
const { defaults }: { defaults: Fields } = JSON.parse(readFileSync(form, 'utf8'));

/** The options as the form's fields hold them: those by default included, lists and objects as texts. */
const written = (options: Fields): Fields => ({
  ...defaults,
  ...Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : value])
  ),
});

/** Opens a book whose queries `run` answers. */
export function openQueryBook(run: (options: Fields) => Promise<unknown>): QueryBook {
  const start = async function* (options: Fields) {
    yield { type: 'result', result: await run(options).catch(toFailedResult) };
  };
  const store = createQueryStore({
    evaluator: evaluateHere,
    host: { run: start, stream: start },
    followUps: {},
    storage: { getItem: () => null, setItem: () => {} },
    storageKey: '',
  });
  return {
    setComponent: (name, value) => store.setStandIn(name, value),
    run: async (name, options) => {
      store.add(name, written(options));
      return Object(await store.run(name));
    },
  };
}
