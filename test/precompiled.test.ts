import { allModels } from '../plugins/openai/lib/catalogue/models';
import type { ActionGroup, Operation } from '../plugins/openai/lib/operation';
import { listOffered } from '../plugins/openai/lib/registry';
import { loadPlugin } from './support/hosts';

const models = allModels().map(({ id }) => id);
let turn = 0;

/** Every model, and a version made from a quarter of them, of others for the next operation. */
function listIds(): string[] {
  turn += 1;
  const versions = models.filter((_, at) => (at + turn) % 4 === 0);
  return [...models, ...versions.flatMap(id => [`ft:${id}:acme::1`, `${id}-2099-01-01`]), 'a-model-that-nobody-knows'];
}

/** What chooses each operation, from the form's entry down to its last action, and the models that it may be asked for. */
function listChoices(entry: Operation | ActionGroup, chosen: object): [chosen: object, ids: string[]][] {
  if (!('actions' in entry)) return [[chosen, entry.needs ? listIds() : ['']]];
  return Object.entries(entry.actions).flatMap(([action, inner]) =>
    listChoices(inner, { ...chosen, [entry.chosenBy]: action })
  );
}

const choices = [...listOffered()].flatMap(([operation, entry]) => listChoices(entry, { operation }));
/** All queries here ask the same code. */
const plugin = loadPlugin();

it('there are many models', () => {
  expect(models.length).toBeGreaterThan(100);
  expect(listIds().length).toBeGreaterThan(models.length);
});

it.each(choices)('the bundle holds every check of %p, whatever the model', async (choice, asked) => {
  const odd: string[] = [];
  for (const model_id of asked) {
    const query = { ...choice, model_id, prompt: 'Name three uses of zinc', dry_run: true };
    const outcome: unknown = await plugin.run({ apiKey: 'sk-test-0123456789' }, query).catch((error: unknown) => error);
    // A fault of our own would be neither a result nor a refusal.
    const { status, data } = Object(outcome);
    const end: unknown = status ?? Object(data).category;
    if (end !== 'ok' && end !== 'invalid_options') odd.push(`${model_id}: ${end}`);
  }
  expect(odd).toEqual([]);
});
