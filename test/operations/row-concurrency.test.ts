import type { ServerResponse } from 'node:http';
import { type FileServer, redSquare, startFileServer } from '../support/file-server';
import { type Fields, startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
let server: FileServer;
let open: ServerResponse[];
let most: number;
/** How many requests must be there at a time until all are answered, step by step. */
let steps: number[];

const completion = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'gpt-5.4',
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
});

beforeAll(async () => {
  plugin = await startPlugin();
  server = await startFileServer();
  server.answer('/v1/chat/completions', (request, response) => {
    request.resume().once('end', () => {
      open.push(response);
      most = Math.max(most, open.length);
      if (open.length < (steps[0] ?? 1)) return;
      steps.shift();
      const all = open.splice(0);
      // Only where responses take long are more rows sent at a time.
      setTimeout(() => {
        for (const each of all) each.setHeader('content-type', 'application/json').end(completion);
      }, 250);
    });
  });
});
beforeEach(() => {
  [open, most, steps] = [[], 0, []];
});
afterAll(async () => {
  await server.stop();
  await plugin.stop();
});

const dataUrl = `data:image/png;base64,${redSquare.toString('base64')}`;
const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, photo: dataUrl }));
const query = { model: 'gpt-5.4', prompt: 'Is [[id]] even?' };
const run = (options: Fields) =>
  plugin.run<{ succeeded: number }>(
    { operation: 'bulk_chat', ...query, ...options },
    { ...plugin.source, baseUrl: `${server.origin}/v1` }
  );

describe('rows at a time', () => {
  it('are ten at first and more with every response, where the query states no number', async () => {
    steps = [10, 30];
    expect((await run({ rows: rows(60) })).data.succeeded).toBe(60);
    expect([steps, most]).toEqual([[], 30]);
  });

  it('are as many as the query states', async () => {
    steps = [4, 4, 4];
    expect((await run({ rows: rows(12), concurrency: 4 })).data.succeeded).toBe(12);
    expect([steps, most]).toEqual([[], 4]);
  });

  it('stay ten where they have files', async () => {
    steps = [10, 10, 10];
    expect((await run({ rows: rows(30), images: '[[photo]]' })).data.succeeded).toBe(30);
    expect([steps, most]).toEqual([[], 10]);
  });

  it('are shared by the variants of a comparison', async () => {
    steps = [10];
    const variants = [
      { name: 'a', prompt: 'Is [[id]] even?' },
      { name: 'b', prompt: 'Is [[id]] odd?' },
    ];
    const compared = { operation: 'compare', rows: rows(5), expected_field: 'id', prompt: undefined, variants };
    await run(compared);
    expect([steps, most]).toEqual([[], 10]);
  });
});
