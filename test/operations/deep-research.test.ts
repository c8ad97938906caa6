import { type Result, startPlugin, type TestPlugin } from '../support/plugin';

interface Research {
  id: string;
  status: string;
  done: boolean;
  report?: string;
  references?: { n: number; title: string; url?: string; count: number }[];
  citations?: { n: number; start: number; end: number; url?: string }[];
  steps: { type: string; query?: string; url?: string; text?: string; code?: string; logs?: string }[];
  next_poll_ms?: number;
}

const minute = 60_000;
let time = Date.parse('2026-11-20T12:00:00Z');
let plugin: TestPlugin;
beforeAll(async () => {
  const background = { steps: Number.POSITIVE_INFINITY, milliseconds: 20 * minute };
  plugin = await startPlugin({ models: 'retired', now: () => new Date(time), background });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const question = 'Where does the zinc in Portugal come from?';
const research = (options: object): Promise<Result<Research>> => plugin.run({ operation: 'deep_research', ...options });
const retrieve = (response_id: string) => research({ research_action: 'retrieve', response_id });
const finish = async (options: object = {}): Promise<Research> => {
  const { data } = await research({ prompt: question, ...options });
  time += 20 * minute;
  return (await retrieve(data.id)).data;
};

describe('research that starts', () => {
  it.each(['o3-deep-research', 'o4-mini-deep-research', 'gpt-5.5-pro'])(
    'gives the id at once and works in the background, by %s [A05 A14 A15 A16 A19 row 75]',
    async model => {
      const { message, data } = await research({ research_action: 'start', model, prompt: question });
      expect(message).toBe('The research is queued');
      expect(data).toEqual({
        id: expect.stringMatching(/^resp_/),
        status: 'queued',
        done: false,
        steps: [],
        next_poll_ms: expect.any(Number),
      });
      expect(plugin.lastBody()).toMatchObject({ model, input: question, background: true });
    }
  );

  it('uses a model that is alive where none is chosen', async () => {
    const { metadata } = await research({ prompt: question });
    expect(metadata.model).toBe('gpt-5.5-pro');
    expect(metadata.warnings).toEqual([]);
    expect(plugin.lastBody()['tools']).toEqual([{ type: 'web_search' }]);
  });

  it.each([
    [{}, ['web_search_preview']],
    [{ use_code_interpreter: true }, ['web_search_preview', 'code_interpreter']],
    [{ use_web_search: false, vector_store_ids: 'vs_1' }, ['file_search']],
    [
      { use_web_search: 'false', vector_store_ids: ['vs_1', 'vs_2'], use_code_interpreter: 'true' },
      ['file_search', 'code_interpreter'],
    ],
    [
      {
        use_web_search: false,
        mcp_servers: [{ server_label: 'own', server_url: 'https://mcp.example.com', require_approval: 'never' }],
      },
      ['mcp'],
    ],
  ])('looks into what it is given: %j [A17 row 78 row 79]', async (sources, types) => {
    await research({ model: 'o3-deep-research', prompt: question, ...sources });
    const tools = plugin.lastBody()['tools'] as { type: string }[];
    expect(tools.map(({ type }) => type)).toEqual(types);
  });

  it('sends its limit of calls, effort, summary and instructions [A18 row 80 row 81]', async () => {
    await research({
      prompt: question,
      instructions: 'Use figures.',
      max_tool_calls: '7',
      reasoning_effort: 'high',
      reasoning_summary: 'auto',
    });
    expect(plugin.lastBody()).toMatchObject({
      instructions: 'Use figures.',
      max_tool_calls: 7,
      reasoning: { effort: 'high', summary: 'auto' },
    });
  });

  it('is not asked for twice after a gateway gave up: it may be at work', async () => {
    plugin.emulator.answerNext('/v1/responses', { status: 504, body: { error: { message: 'Late' } } });
    await plugin.failure({ operation: 'deep_research', prompt: question });
    expect(plugin.emulator.requests).toHaveLength(1);
  });
});

describe('research that is done', () => {
  it('gives a report whose numbers lead to its references [A05 A20 A22 A23 A24 row 76 row 84 row 85]', async () => {
    const { status, done, report = '', references = [], citations = [], next_poll_ms } = await finish();
    expect({ status, done, next_poll_ms }).toEqual({ status: 'completed', done: true, next_poll_ms: undefined });
    expect(report).toMatch(/^# /);
    expect(citations.length).toBeGreaterThan(references.length);
    expect(references.map(({ n }) => n)).toEqual(references.map((_, index) => index + 1));
    // Numbers appear in their order.
    const firsts = [...new Set(citations.map(({ n }) => n))];
    expect(firsts).toEqual(firsts.toSorted((one, other) => one - other));
    for (const { n, start, end, url } of citations) {
      expect(report.slice(start, end)).toBe(`[[${n}]](${url})`);
      expect(references[n - 1]?.url).toBe(url);
    }
    for (const { n, count, title, url } of references) {
      expect(citations.filter(citation => citation.n === n)).toHaveLength(count);
      expect(title).not.toBe('');
      expect(report.split('## References')[1]).toContain(`${n}. [${title}](${url})`);
    }
  });

  it('tells its steps in their order [row 86]', async () => {
    const { steps } = await finish({ reasoning_summary: 'auto', use_code_interpreter: true });
    expect(steps[0]).toEqual({ type: 'reasoning', text: expect.any(String) });
    expect(steps).toContainEqual({ type: 'search', query: expect.any(String) });
    expect(steps).toContainEqual({ type: 'open_page', url: expect.stringMatching(/^https:/) });
    expect(steps).toContainEqual({ type: 'code_interpreter', code: expect.any(String), logs: expect.any(String) });
    const kinds = steps.map(({ type }) => type);
    expect(kinds.indexOf('search')).toBeLessThan(kinds.indexOf('open_page'));
  });

  it('makes no more calls than it may [A18]', async () => {
    const { steps } = await finish({ max_tool_calls: 2 });
    expect(steps.filter(({ type }) => type === 'search' || type === 'open_page').length).toBeLessThanOrEqual(2);
  });
});

describe('every state of research', () => {
  it('is told while it lasts: queued, in progress, completed [A20 A21 row 83]', async () => {
    const { data } = await research({ prompt: question });
    const seen: string[] = [];
    for (let passed = 0; passed <= 20; passed += 2) {
      const { data: now } = await retrieve(data.id);
      expect(now.id).toBe(data.id);
      expect(now.done).toBe(now.status === 'completed');
      expect(now.next_poll_ms === undefined).toBe(now.done);
      seen.push(now.status);
      time += 2 * minute;
    }
    expect([...new Set(seen)]).toEqual(['queued', 'in_progress', 'completed']);
  });

  const message = (text: string) => [
    {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      status: 'incomplete',
      content: [{ type: 'output_text', text, annotations: [] }],
    },
  ];

  it.each([
    [
      { status: 'failed', error: { code: 'server_error', message: 'It broke' }, output: [] },
      { error: { code: 'server_error', message: 'It broke' } },
    ],
    [{ status: 'cancelled', output: [] }, {}],
    [
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: message('# Half of it') },
      { report: '# Half of it', references: [], citations: [], incomplete_reason: 'max_output_tokens' },
    ],
  ])('is its end: %j [row 83 bug: waits only for `completed`; id lost]', async (body, data) => {
    plugin.emulator.answerNext('/v1/responses/resp_1', { body: { id: 'resp_1', object: 'response', ...body } });
    const result = await retrieve('resp_1');
    expect(result.data).toEqual({ id: 'resp_1', status: body.status, done: true, steps: [], ...data });
    plugin.emulator.answerNext('/v1/responses/resp_1', { body: { id: 'resp_1', object: 'response', ...body } });
    const waited = await research({ research_action: 'wait', response_id: 'resp_1' });
    expect(waited.data).toEqual(result.data);
  });

  it('is cancelled by its id, as often as asked [A25 row 77]', async () => {
    const { data } = await research({ prompt: question });
    for (const _ of [1, 2]) {
      const stopped = await research({ research_action: 'cancel', response_id: data.id });
      expect(stopped).toMatchObject({
        message: 'The research was cancelled',
        data: { id: data.id, status: 'cancelled', done: true },
      });
    }
    expect((await retrieve(data.id)).data).toMatchObject({ status: 'cancelled', done: true });
  });

  it('is left alone by what other actions left in the form', async () => {
    const { data } = await research({ prompt: question });
    const stale = { model: 'dall-e-3', prompt: '', max_tool_calls: 'many', wait_seconds: 'long' };
    const result = await research({ research_action: 'retrieve', response_id: data.id, ...stale });
    expect(result.data.id).toBe(data.id);
  });

  it('is unknown for an id that is none', async () => {
    const { description } = await plugin.failure({
      operation: 'deep_research',
      research_action: 'retrieve',
      response_id: 'resp_none',
    });
    expect(description).toContain("'resp_none' not found");
  });
});
