import { type Fields, startPlugin, type TestPlugin } from './support/plugin';

/** Bugs of the plugin, provoked by options that throw when they are read. */

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const secret = 'sk-proj-0123456789abcdef';
const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Zebrafinken im Nebel', output: 'full' };

function fail(): never {
  throw new TypeError(`Zebrafinken im Nebel is not a function, nor is ${secret}`);
}

async function errorOf(options: Fields | object): Promise<Error & { description: string; data: Fields }> {
  return plugin.run({ ...query, ...options }).then(
    () => {
      throw new Error('The query succeeded');
    },
    (error: Error & { description: string; data: Fields }) => error
  );
}

describe('a bug of the plugin', () => {
  it.each([
    [
      'running the query',
      'Could not run the query',
      { message_history: [Object.defineProperty({}, 'role', { enumerable: true, get: fail })] },
    ],
    ['building the request', 'Could not complete the chat', { extra_parameters: { metadata: { toJSON: fail } } }],
  ])('is an internal error while %s, with its cause', async (step, title, options) => {
    const error = await errorOf(options);
    expect(error.constructor.name).toBe('QueryError');
    expect(error.message).toBe(title);
    expect(error.description).toMatch(new RegExp(`^An internal error occurred while ${step} \\(TypeError\\)\n`));
    expect(error.data).toMatchObject({ code: 'internal_error', category: 'internal', retryable: false });
    expect(error.cause).toMatchObject({ name: 'TypeError', stack: expect.stringMatching(/^TypeError: .*\n\s+at /) });
    expect(plugin.emulator.requests).toEqual([]);
  });

  it.each([
    { message_history: [Object.defineProperty({}, 'role', { enumerable: true, get: fail })] },
    { extra_parameters: { metadata: { toJSON: fail } } },
  ])('shows no secret and no prompt, not even in its cause', async options => {
    const { message, description, data, cause } = await errorOf(options);
    const { message: reason, stack } = cause as Error;
    const shown = JSON.stringify({ message, description, data, reason, stack });
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('Zebrafinken');
  });

  it('keeps its cause out of what hosts send to apps', async () => {
    const error = await errorOf({ extra_parameters: { metadata: { toJSON: fail } } });
    expect(Object.keys(error)).not.toContain('cause');
  });
});
