import { startPlugin, type TestPlugin } from '../support/plugin';

interface Data {
  id: string;
  status: string;
  done: boolean;
  next_poll_ms?: number;
  text?: string;
  report?: string;
}

const begin = Date.parse('2026-11-20T12:00:00Z');
let time = begin;
let plugin: TestPlugin;
beforeAll(async () => {
  // An answer that takes 90 seconds by the emulator's clock.
  const background = { steps: Number.POSITIVE_INFINITY, milliseconds: 90_000 };
  plugin = await startPlugin({ now: () => new Date(time), background });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const posts = () => plugin.emulator.requests.filter(({ method }) => method === 'POST');

describe('answer_within', () => {
  it.each([
    ['respond', {}, {}],
    ['deep_research', {}, { operation: 'deep_research', research_action: 'retrieve' }],
  ])(
    'gives an id where %s is not done in time, and the answer later, with one POST',
    async (operation, options, later) => {
      const query = { operation, prompt: 'Where does zinc come from?', answer_within: '1', ...options };
      const { status, data } = await plugin.run<Data>(query);
      expect(status).toBe('ok');
      expect(data).toMatchObject({ done: false, status: 'queued', next_poll_ms: expect.any(Number) });
      expect(posts()).toHaveLength(1);
      expect(posts()[0]?.body).toMatchObject({ background: true });
      expect(posts()[0]?.body).not.toHaveProperty('answer_within');
      const get = { operation: 'get_response', ...later, response_id: data.id };
      expect((await plugin.run<Data>(get)).data).toMatchObject({ id: data.id, done: false });
      time += 90_000;
      const { data: last } = await plugin.run<Data>(get);
      expect(last).toMatchObject({ id: data.id, status: 'completed', done: true });
      expect(last.text ?? last.report).not.toBe('');
      expect(last).not.toHaveProperty('next_poll_ms');
      expect(posts()).toHaveLength(1);
    }
  );

  it('gives the answer where it is done in time', async () => {
    const body = { id: 'resp_1', object: 'response', output: [] };
    const content = [{ type: 'output_text', text: 'Zinc', annotations: [] }];
    const output = [{ type: 'message', role: 'assistant', content }];
    plugin.emulator.answerNext('/v1/responses/resp_1', { body: { ...body, status: 'completed', output } });
    plugin.emulator.answerNext('/v1/responses', { body: { ...body, status: 'queued' } });
    const { data } = await plugin.run<Data>({ operation: 'respond', prompt: 'Zinc?', answer_within: 30 });
    expect(data).toMatchObject({ done: true, status: 'completed', text: 'Zinc' });
    expect(posts()).toHaveLength(1);
  });

  it('gives the id where asking after it fails', async () => {
    const error = { error: { message: 'No', code: 'no' } };
    plugin.emulator.answerNext('/v1/responses/resp_1', { status: 403, body: error });
    plugin.emulator.answerNext('/v1/responses', {
      body: { id: 'resp_1', object: 'response', status: 'queued', output: [] },
    });
    const { data, metadata } = await plugin.run<Data>({ operation: 'respond', prompt: 'Zinc?', answer_within: 30 });
    expect(data).toMatchObject({ done: false, id: 'resp_1', status: 'queued' });
    expect(metadata.warnings).toContainEqual({ parameter: 'response_id', reason: expect.stringContaining('No') });
    expect(posts()).toHaveLength(1);
  });

  it('needs a response that is stored', async () => {
    const { data } = await plugin.refusal({ operation: 'respond', prompt: 'Zinc?', answer_within: 30, store: false });
    expect(data.problems).toMatchObject([{ field: 'store' }]);
  });

  it('is told in a dry run', async () => {
    const { data } = await plugin.run<{ body: object }>({
      operation: 'respond',
      prompt: 'Zinc?',
      answer_within: 30,
      dry_run: true,
    });
    expect(data.body).toMatchObject({ background: true });
  });
});

describe('wait_seconds of get_response', () => {
  it('polls until the response is done', async () => {
    const { data } = await plugin.run<Data>({ operation: 'respond', prompt: 'Zinc?', background: true });
    const get = { operation: 'get_response', response_id: data.id, wait_seconds: 1 };
    expect((await plugin.run<Data>(get)).data).toMatchObject({ done: false, next_poll_ms: expect.any(Number) });
    time += 90_000;
    expect((await plugin.run<Data>(get)).data).toMatchObject({ done: true, status: 'completed' });
  });
});
