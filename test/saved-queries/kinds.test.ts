import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fields } from '../support/plugin';
import { CHANGED, SAME } from './kinds';
import { normalize, open, runSaved, startServer, stopServer } from './run-saved';

const guide = readFileSync(join(__dirname, '../../docs/upgrading.md'), 'utf8');

beforeAll(startServer);
afterAll(stopServer);

describe("what may stand in a query saved with ToolJet's own plugin", () => {
  it.each(SAME)('sends and returns what it did: %s', async (_, options, body, returned: unknown = 'ANSWER') => {
    const { requests, data } = await runSaved({ options }, options);
    const [sent] = requests;
    expect(requests).toHaveLength(1);
    expect(normalize(sent ?? { path: '', body: {} })).toEqual(normalize({ path: sent?.path ?? '', body }));
    if (options['operation'] !== 'generate_embedding') expect(data).toEqual(returned);
    else expect(data).toMatchObject({ embedding: [0.1, 0.2, 0.3].map(number => expect.closeTo(number, 5)) });
  });

  it('gives the text of a vector where base64 was asked for', async () => {
    const options = { operation: 'generate_embedding', model_embedding: 'text-embedding-3-small', input_M1: 'hello' };
    const text = Buffer.from(new Float32Array([0.5, -1]).buffer).toString('base64');
    const answer = { status: 200, body: { data: [{ index: 0, embedding: text }], model: 'text-embedding-3-small' } };
    const asked = { ...options, encoding_format_M1: 'base64' };
    expect((await runSaved({ options, answer }, asked)).data).toMatchObject({ embedding: text });
  });

  it.each(CHANGED)('does what the guide says: %s', async (_, options, row, now) => {
    expect(guide).toContain(`| ${row} |`);
    const { requests, error } = await runSaved({ options }, options);
    if (now instanceof RegExp) {
      expect({ requests, error }).toEqual({ requests: [], error: expect.stringMatching(now) });
    } else expect(requests).toMatchObject([{ body: now }]);
  });

  const all = [...SAME, ...CHANGED].map(([what, options]): [string, Fields] => [what, options]);
  it.each(all)('stays what it is when a host opens it: %s', async (_, options) => {
    const before = await runSaved({ options }, options);
    expect(await runSaved({ options }, open(options))).toEqual(before);
  });
});
