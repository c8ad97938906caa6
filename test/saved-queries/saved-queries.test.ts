import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadInContext } from '../../workbench/host/load-in-context';
import { type Fields, readFailure } from '../support/plugin';
import cases from './cases.json';
import { DIFFERENCES } from './differences';
import { code, normalize, open, runSaved, type SavedQuery, startServer, stopServer } from './run-saved';

interface Case extends SavedQuery {
  name: string;
  sent: { path: string; body: Fields }[];
  returned: { status: string; data: unknown };
}

const saved: Case[] = cases;
const guide = readFileSync(join(__dirname, '../../docs/upgrading.md'), 'utf8');

beforeAll(startServer);
afterAll(stopServer);

const same = saved.filter(({ name }) => !(name in DIFFERENCES));
const different = saved.flatMap(each => {
  const difference = DIFFERENCES[each.name];
  return difference ? [{ ...each, difference }] : [];
});

describe("a query saved with ToolJet's own plugin", () => {
  it.each(same)('sends and returns what it did: $name', async each => {
    const outcome = await runSaved(each, each.options);
    expect(outcome.requests.map(normalize)).toEqual(each.sent.map(normalize));
    if (each.options['operation'] !== 'generate_embedding') expect(outcome.data).toEqual(each.returned.data);
    else expect(outcome.data).toMatchObject({ embedding: [0.1, 0.2, 0.3].map(number => expect.closeTo(number, 5)) });
  });

  it.each(different)('does what the guide says: $name', async ({ difference: { row, error }, ...each }) => {
    expect(guide).toContain(`| ${row} |`);
    const outcome = await runSaved(each, each.options);
    if (error) expect(outcome.error).toMatch(error);
    else expect(outcome).toMatchObject({ requests: [{}], data: expect.anything() });
  });

  it.each(saved)('stays what it is when a host opens it: $name', async each => {
    const before = await runSaved(each, each.options);
    expect(await runSaved(each, open(each.options))).toEqual(before);
  });

  it('is in the guide for each of its differences', () => {
    expect(Object.keys(DIFFERENCES).filter(name => !saved.some(each => each.name === name))).toEqual([]);
  });
});

describe('an organization id that never was one', () => {
  const source = { apiKey: 'sk-test-12345678', organizationId: 'My Company' };

  it('fails a query with what to do', async () => {
    const failing = new (loadInContext(code))().run(source, { operation: 'chat', prompt: 'Hi' });
    const error = await failing.catch((thrown: unknown) => readFailure(thrown));
    expect(error).toMatchObject({
      message: 'Connection settings are invalid',
      description: expect.stringMatching(/^Organization ID is not a valid id, such as org-abc123\. Clear the field/),
    });
  });

  it("fails the connection's test with what to do", async () => {
    const { testConnection } = new (loadInContext(code))();
    expect(await testConnection?.(source)).toMatchObject({
      status: 'failed',
      message: /* the same words */ expect.stringContaining('Clear the field'),
    });
  });
});
