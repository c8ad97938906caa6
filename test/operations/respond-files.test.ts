import { type AnswerServer, startAnswerServer } from '../support/answer-server';
import { startPlugin, type TestPlugin, warnedOf } from '../support/plugin';

interface Data {
  id: string;
  text: string;
  files?: { filename: string; mime_type?: string; data_url?: string; bytes?: number; error?: string }[];
}

let plugin: TestPlugin;
let server: AnswerServer;

beforeAll(async () => {
  plugin = await startPlugin();
  server = await startAnswerServer();
});
afterEach(() => {
  plugin.endTest();
  server.reset();
});
afterAll(async () => {
  await plugin.stop();
  await server.stop();
});

const plot = { operation: 'respond', prompt: 'Plot 17, 4 and 21 as a chart with Python', code_interpreter: true };

describe('the files that Python wrote', () => {
  it('come along where they are asked for, ready to bind', async () => {
    const { data, metadata } = await plugin.run<Data>({ ...plot, fetch_files: true, include_raw: true });
    expect(data.files).toEqual([
      {
        file_id: expect.any(String),
        container_id: expect.any(String),
        filename: 'chart.png',
        mime_type: 'image/png',
        data_url: expect.stringMatching(/^data:image\/png;base64,/),
        bytes: expect.any(Number),
      },
    ]);
    expect(metadata.raw).not.toHaveProperty('container_files');
    const paths = plugin.emulator.requests.map(({ method, path }) => `${method} ${path.replace(/_\w+/g, '_1')}`);
    expect(paths).toEqual(['POST /v1/responses', 'GET /v1/containers/cntr_1/files/cfile_1/content']);
    const later = await plugin.run<Data>({ operation: 'get_response', response_id: data.id, fetch_files: true });
    expect(later.data.files?.[0]?.data_url).toBe(data.files?.[0]?.data_url);
  });

  it('are not fetched otherwise', async () => {
    const { data } = await plugin.run<Data>(plot);
    expect(data).not.toHaveProperty('files');
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it('do not lose the answer where they cannot be fetched', async () => {
    const annotation = {
      type: 'container_file_citation',
      container_id: 'cntr_1',
      file_id: 'cfile_1',
      filename: 'a.png',
    };
    const content = [{ type: 'output_text', text: 'See a.png', annotations: [annotation] }];
    const response = { id: 'resp_1', status: 'completed', output: [{ type: 'message', role: 'assistant', content }] };
    server.answer({ body: response });
    server.give('/v1/containers/cntr_1/files/cfile_1/content', {
      status: 404,
      body: { error: { message: 'Container is expired.' } },
    });
    const result = await plugin.run<Data>(
      { ...plot, fetch_files: true },
      { ...plugin.source, baseUrl: server.baseUrl }
    );
    expect(result.data).toMatchObject({
      text: 'See a.png',
      files: [{ filename: 'a.png', error: expect.stringContaining('expired') }],
    });
    expect(warnedOf(result)).toContain('fetch_files');
  });
});

describe('input tokens', () => {
  it('are counted by the server in a dry run, where that is asked for', async () => {
    const query = { operation: 'respond', prompt: 'Name three uses of zinc', instructions: 'Be brief', dry_run: true };
    const { data, message } = await plugin.run<{ input_tokens?: number; body: object }>({
      ...query,
      count_tokens: true,
    });
    expect(message).toBe('Dry run: only the input tokens were counted');
    expect(data.input_tokens).toBeGreaterThan(4);
    expect(data.body).toMatchObject({ model: 'gpt-6-luna' });
    expect(plugin.emulator.requests.map(({ path }) => path)).toEqual(['/v1/responses/input_tokens']);
    plugin.emulator.reset();
    const plain = await plugin.run<object>(query);
    expect(plain.data).not.toHaveProperty('input_tokens');
    expect(plugin.emulator.requests).toEqual([]);
  });
});
