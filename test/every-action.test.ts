import { allOperations } from '../plugins/openai/lib/registry';
import { everyAction } from './support/every-action';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';

/** What holds for every operation and every action alike. */

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

it('has a sample query of every operation and every action', () => {
  expect(everyAction.map(([id]) => id)).toEqual([...allOperations().keys()]);
});

describe('an invalid response', () => {
  const json = { 'content-type': 'application/json' };
  const page = { headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in</title></html>' };
  /** These two give whatever comes, and waiting tells of it in a warning. */
  const judged = everyAction.filter(([name]) => !['api_request', 'file.download'].includes(name));

  it.each(judged)('fails %s [row 122 bug: nonsense as success]', async (_, query) => {
    const answers = [
      { headers: json, body: {} },
      { headers: json, body: '[]' },
      page,
      { headers: json, body: { error: { message: 'Out of coffee', code: 'no_coffee' } } },
    ];
    for (const answer of answers) {
      plugin.emulator.answerNext('/v1/', { ...answer, times: 20 });
      const asked = { ...query, query_timeout: 3000 };
      const source = { ...plugin.source, maxRetries: 0 };
      const { data, description } = await plugin.failure(asked, source);
      expect(data.category).toMatch(/^(server|invalid_request)$/);
      if (answer === answers.at(-1)) expect(description).toContain('Out of coffee');
      plugin.emulator.reset();
    }
  });
});

describe('a dry run', () => {
  it.each(everyAction)('shows the request of %s [row 139]', async (_, query) => {
    const { data, metadata } = await plugin.run<Fields>({ ...query, dry_run: true });
    expect(data).toMatchObject({
      method: expect.stringMatching(/^(GET|POST|DELETE)$/),
      url: expect.stringContaining(plugin.emulator.baseUrl),
    });
    expect(metadata.attempts).toBe(0);
    expect(plugin.emulator.requests).toEqual([]);
  });
});

describe('extra_parameters', () => {
  /** Of what is uploaded first, a dry run shows only the file. */
  const shown = everyAction.filter(([name]) => !/^(batch\.create|vector_store\.add_files)/.test(name));

  it.each(shown)(
    'reach the request of %s, or a warning says that they do not [bug: lost in silence]',
    async (_, query) => {
      const extra_parameters = '{ "prompt_cache_key": "zinc" }';
      const { data, metadata } = await plugin.run({ ...query, extra_parameters, dry_run: true });
      const isTold = metadata.warnings.some(({ parameter }) => parameter === 'extra_parameters');
      expect(JSON.stringify(data).includes('prompt_cache_key')).toBe(!isTold);
    }
  );
});

describe('the highest cost of a query', () => {
  const groups = [
    'file',
    'vector_store',
    'conversation',
    'list_models',
    'get_response',
    'cancel_response',
    'moderation',
  ];
  const free = everyAction.filter(([name]) => groups.includes(name.replace(/\..*/, '')));

  it.each(free)('stops no %s, which is not billed by use [row 117]', async (_, query) => {
    const source = { ...plugin.source, maxCostUsd: '0', prices: { '*': 'openai' } };
    const { metadata } = await plugin.run({ ...query, dry_run: true }, source);
    expect(metadata.max_cost).toMatchObject({ usd: 0 });
  });
});
