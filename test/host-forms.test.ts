import form from '../plugins/openai/operations.json';
import { everyAction } from './support/every-action';
import {
  type DrawnField,
  draw,
  heightOf,
  NOTHING_CHOSEN,
  newQuery,
  type Options,
  openQuery,
  walk,
} from './support/host-form';
import { loadPlugin } from './support/hosts';

const { properties } = form;
const screens = [...walk(properties, newQuery(form))];
const everyDrawn = screens.flatMap(({ drawn }) => drawn);
const operations = properties.operation.list.map(({ value }) => value);

/** The form's screen of an operation, as a new query has it. */
const screenOf = (operation: string, more: Options = {}): DrawnField[] =>
  draw(properties, { ...newQuery(form), operation, ...more });

/** The request that a query would send, or why it would not. */
async function requestOf(options: Options): Promise<unknown> {
  const source = { apiKey: 'sk-test-12345678', baseUrl: 'http://127.0.0.1:9/v1' };
  const running = loadPlugin().run(source, { ...options, dry_run: true });
  return running.then(
    result => Reflect.get(Object(result), 'data'),
    (error: unknown) => `failed: ${Reflect.get(Object(error), 'description')}`
  );
}

/** Paths of all fields in the form's JSON. */
function pathsIn(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  return 'key' in node && 'type' in node
    ? [path]
    : Object.entries(node).flatMap(([name, inner]) => pathsIn(inner, path ? `${path}.${name}` : name));
}

describe('every form as ToolJet draws it', () => {
  it('shows an entry in each of its drop-downs, whatever is chosen in the others', () => {
    const empty = everyDrawn.filter(({ shows }) => shows === NOTHING_CHOSEN).map(({ path }) => path);
    expect(screens.length).toBeGreaterThan(200);
    expect([...new Set(empty)]).toEqual([]);
  });

  it('shows no default as a text, and none as a switch that is on', () => {
    const texts = everyDrawn.filter(({ field: { type }, shows }) => type === 'codehinter' && shows !== '');
    expect(texts.map(({ path }) => path)).toEqual([]);
    const toggles = everyDrawn.filter(({ field: { type } }) => type === 'toggle');
    const defaults: Options = form.defaults;
    for (const { field, shows } of toggles) expect(shows).toBe(defaults[field.key] === true ? 'On' : 'Off');
  });

  it('has no field that cannot be reached', () => {
    const reached = new Set(everyDrawn.map(({ path }) => path));
    expect(pathsIn(properties).filter(path => !reached.has(path))).toEqual([]);
  });

  it('shows no field twice at once', () => {
    for (const { drawn } of screens) {
      const keys = drawn.map(({ field }) => field.key);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('shows about eight fields first, whatever is to be done', () => {
    const lengths = operations.flatMap(operation => {
      const first = screenOf(operation);
      const action = first.find(({ field }) => field.key.endsWith('_action'))?.field;
      const choices: Options[] = action?.list?.map(({ value }) => ({ [action.key]: value })) ?? [{}];
      // Besides the choice of the operation and what every operation takes.
      return choices.map(choice => ({ operation, ...choice, shown: screenOf(operation, choice).length - 2 }));
    });
    expect(lengths.length).toBeGreaterThan(40);
    expect(lengths.filter(({ shown }) => shown > 10)).toEqual([]);
  });

  it('fits into 900 pixels for chat, the first that a builder sees', () => {
    expect(heightOf(draw(properties, newQuery(form)))).toBeLessThan(900);
  });
});

describe('what is filled in', () => {
  /** Something in every field that is shown: the last entry of a drop-down that opens nothing, a text, the other state. */
  const fillIn = (drawn: DrawnField[]): Options =>
    Object.fromEntries(
      drawn.flatMap(({ field: { type, key, list }, shows }): [string, unknown][] => {
        if (type === 'dropdown') return [[key, list?.at(-1)?.value]];
        if (type === 'toggle') return [[key, shows === 'Off']];
        return type === 'codehinter' ? [[key, `my ${key}`]] : [];
      })
    );

  it.each(operations)('%s: is still there after another operation was looked at', operation => {
    const filled = { ...newQuery(form), operation, more_options: 'show_more_options' };
    const mine = { ...filled, ...fillIn(draw(properties, filled)) };
    const before = draw(properties, mine);
    for (const other of operations) {
      const away = openQuery(form, { ...mine, operation: other });
      draw(properties, away);
      expect(draw(properties, openQuery(form, { ...away, operation }))).toEqual(before);
    }
  });

  it.each(['image_generation', 'image_edit', 'image_variation'])(
    '%s: is still there after another model was looked at',
    operation => {
      const models = screenOf(operation).find(({ field }) => field.key === 'model')?.field.list ?? [];
      expect(models.length).toBeGreaterThan(1);
      for (const { value: model } of models) {
        const empty = { ...newQuery(form), operation, model };
        const mine = { ...empty, ...fillIn(draw(properties, empty)), model };
        for (const { value: other } of models) {
          const away = openQuery(form, { ...mine, model: other });
          expect(draw(properties, { ...away, model })).toEqual(draw(properties, mine));
        }
      }
    }
  );
});

/** The choices of each operation's drop-downs, by key; models have rules of their own. */
function choicesByKey(): Map<string, Map<string, Set<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const { options, drawn } of screens) {
    const operation = String(options['operation']);
    for (const { field } of drawn) {
      if (!field.list || ['operation', 'model'].includes(field.key)) continue;
      const byOperation = found.get(field.key) ?? new Map<string, Set<string>>();
      const values = byOperation.get(operation) ?? new Set<string>();
      for (const { value } of field.list) values.add(value);
      found.set(field.key, byOperation.set(operation, values));
    }
  }
  return found;
}

const UNSET = 'unset';
const isDisjoint = (one: Set<string>, other: Set<string>): boolean =>
  ![...one].some(value => value !== UNSET && other.has(value));

describe('a query that is opened', () => {
  it.each(everyAction)('%s: sends what it sent before', async (_, options) => {
    const { output: _output, ...saved } = options;
    const before = await requestOf(saved);
    expect(String(before)).not.toMatch(/^failed/);
    expect(await requestOf(openQuery(form, saved))).toEqual(before);
  });

  const choices = choicesByKey();
  it.each(everyAction.filter(([id]) => operations.includes(id)))(
    '%s: does not fail for what another operation left in a drop-down',
    async (id, saved) => {
      const failed: unknown[] = [];
      for (const [key, byOperation] of choices) {
        const own = byOperation.get(id);
        // A list that has something in common with this one means the same, so its values may be invalid here.
        const foreign = [...byOperation.values()].filter(values => own && isDisjoint(values, own));
        for (const value of new Set(foreign.flatMap(values => [...values]))) {
          if (value === UNSET) continue;
          const request = await requestOf({ ...openQuery(form, saved), [key]: value });
          if (String(request).startsWith('failed')) failed.push({ key, value, request });
        }
      }
      expect(failed).toEqual([]);
    }
  );

  it('shows what it holds, for a model that a list does not have as well', () => {
    const saved = { operation: 'image_generation', model: 'gpt-image-1', prompt: 'A cat', size: '1024x1536' };
    const shown = draw(properties, openQuery(form, saved));
    expect(shown.find(({ field }) => field.key === 'size')?.shows).toContain('1024');
  });
});
