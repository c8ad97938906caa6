import { isShutDown, lookUpModel } from '../plugins/openai/lib/catalogue/models';
import { allOperations } from '../plugins/openai/lib/registry';
import { everyAction } from './support/every-action';
import { onDay } from './support/on-day';
import { startPlugin, type TestPlugin } from './support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const DAY = '2027-03-01';

/** The sample of every operation that has a model, without one. */
const unchosen = everyAction
  .filter(([id]) => allOperations().get(id)?.needs)
  .map(([id, { model: _, model_id: __, timestamps: ___, ...query }]) => [id, query] as const);

describe(`on ${DAY}, a query that names no model`, () => {
  it.each(unchosen)('uses a live one, or says in a word that there is none: %s', async (_, query) => {
    const { metadata } = await onDay(DAY, () => plugin.run({ ...query, dry_run: true }));
    const used = lookUpModel(metadata.model ?? '').model;
    const told = metadata.warnings.filter(({ parameter }) => parameter === 'model').map(({ reason }) => reason);
    const isDead = used !== undefined && isShutDown(used, DAY);
    const noReplacement = 'OpenAI names no replacement that can do the same.';
    const words = [expect.stringMatching(new RegExp(` was shut down at OpenAI on [\\d-]{10}\\. ${noReplacement}$`))];
    expect(told).toEqual(isDead ? words : []);
  });

  it('is left without a live one only for speech, translation and variations', async () => {
    const dead: string[] = [];
    for (const [id, query] of unchosen) {
      const { metadata } = await onDay(DAY, () => plugin.run({ ...query, dry_run: true }));
      const told = metadata.warnings.filter(({ parameter }) => parameter === 'model');
      if (told.some(({ reason }) => reason.includes('was shut down'))) dead.push(id);
    }
    expect(dead.sort()).toEqual(['image_variation', 'speech', 'translation']);
  });
});
