import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type CallToolResult, Client, type ClientOptions, InMemoryTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { imageSize } from 'image-size';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { offered } from '../plugins/openai/lib/registry';
import { createAgentServer } from '../workbench/agent/agent-server';
import { createKeptMedia } from '../workbench/agent/kept-media';
import { toTools } from '../workbench/agent/tools';
import { defaultPluginDirectory, readBundle, readForms } from '../workbench/host/plugin-files';
import { guides } from './support/guide';

const key = 'sk-the-key-that-no-agent-may-see';
const root = resolve(__dirname, '..');
/** The program as one file, which starts in a fifth of the time; one test starts it as the guide says. */
const program = join(root, 'out/test/agent.cjs');

interface Start {
  typed?: string[];
  environment?: Record<string, string>;
  options?: ClientOptions;
  /** In place of the server's script. */
  command?: { command: string; args: string[] };
}

/** An agent's program that has started the server as its own. */
async function startAgent({ typed = [], environment = {}, options = {}, command }: Start = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, options);
  const run = command ?? { command: process.execPath, args: [program, ...typed] };
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  await client.connect(new StdioClientTransport({ ...run, env, stderr: 'ignore' }));
  return client;
}

const call = async (client: Client, name: string, options: Record<string, unknown>): Promise<CallToolResult> =>
  client.callTool({ name, arguments: options });
const textOf = ({ content: [first] }: CallToolResult): string => (first?.type === 'text' ? first.text : '');

describe('an agent', () => {
  let agent: Client;
  beforeAll(async () => {
    agent = await startAgent();
  });
  afterAll(() => agent.close());

  it('finds every operation as a tool with its options [A26 row 137]', async () => {
    const { tools } = await agent.listTools();
    expect(tools.map(({ name }) => name)).toEqual([...offered.keys()]);
    expect(tools.find(({ name }) => name === 'image_generation')).toMatchObject({
      title: 'Generate image',
      description: expect.stringContaining('Draw an image'),
      inputSchema: {
        required: ['prompt'],
        properties: {
          prompt: { type: 'string', title: 'Prompt' },
          model: { type: 'string', enum: expect.arrayContaining(['gpt-image-2', 'dall-e-3']) },
          model_id: { type: 'string' },
          quality: { enum: expect.arrayContaining(['high', 'hd']) },
          style: { enum: ['vivid', 'natural'], description: expect.stringContaining('dall-e-3') },
          n: { type: 'number' },
          dry_run: { type: 'boolean' },
        },
      },
    });
    expect(tools.find(({ name }) => name === 'deep_research')).toMatchObject({
      inputSchema: {
        required: ['research_action'],
        properties: {
          research_action: { enum: ['start', 'retrieve', 'wait', 'cancel'] },
          prompt: { description: expect.stringContaining('Required for start.') },
          use_web_search: { type: 'boolean', default: true },
        },
      },
    });
    const optionsOf = (tool: string) =>
      Object.keys(tools.find(({ name }) => name === tool)?.inputSchema.properties ?? {});
    const columns = ['output_fields', 'repair', 'fingerprint_field', 'spread', 'images', 'files', 'fallback_models'];
    expect(optionsOf('chat')).toEqual(expect.arrayContaining(['output_fields', 'repair', 'fallback_models']));
    expect(optionsOf('bulk_chat')).toEqual(expect.arrayContaining(columns));
    expect(optionsOf('respond')).toEqual(expect.arrayContaining(['answer_within', 'save_to', 'fallback_models']));
    expect(optionsOf('get_response')).toEqual(expect.arrayContaining(['wait_seconds', 'save_to']));
    expect(optionsOf('compare')).toEqual(expect.arrayContaining(['variants', 'expected_field', 'match']));
    // Folds and the choice of the operation belong to the form alone.
    const all = tools.flatMap(({ inputSchema: { properties = {} } }) => Object.keys(properties));
    expect(all.filter(name => ['operation', 'more_options', 'query_options'].includes(name))).toEqual([]);
  });

  it('chats, and is told that an emulator answers [A26 row 137]', async () => {
    const result = await call(agent, 'chat', { prompt: 'Name three uses of zinc', max_tokens: 300 });
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toMatchObject({ text: expect.stringContaining('zinc'), tool_calls: [] });
    expect(JSON.parse(textOf(result))).toMatchObject({
      data: result.structuredContent,
      metadata: { operation: 'chat' },
    });
    expect(agent.getInstructions()).toContain('emulator');
  });

  it('asks for an image and for changes of it, without ever reading base64 [A26 B02 B03 row 137]', async () => {
    const drawn = await call(agent, 'image_generation', { prompt: 'A lighthouse', output_format: 'webp' });
    const [, image] = drawn.content;
    if (image?.type !== 'image') throw new Error(`No image but ${image?.type}`);
    expect(image.mimeType).toBe('image/webp');
    expect(imageSize(Buffer.from(image.data, 'base64'))).toMatchObject({ type: 'webp', width: 1024 });
    expect(drawn.structuredContent).toMatchObject({ images: [{ data_url: 'media:1', mime_type: 'image/webp' }] });
    expect(textOf(drawn).length).toBeLessThan(2000);

    const given = ['media:1', '["media:1"]', ['media:1'], [{ data_url: 'media:1', mime_type: 'image/webp' }]];
    for (const image of given) {
      const edited = await call(agent, 'image_edit', { image, prompt: 'Make the sky stormy' });
      expect(edited).not.toHaveProperty('isError');
      expect(edited.content.map(({ type }) => type)).toEqual(['text', 'image']);
    }
    const lost = await call(agent, 'image_edit', { image: 'media:99', prompt: 'Make the sky stormy' });
    expect(lost).toMatchObject({ isError: true, structuredContent: { problems: [{ field: 'image' }] } });
    expect(textOf(lost)).toContain('media:1');
  });

  it('uploads files and gets them back as they are [A26 row 137]', async () => {
    const file = { name: 'rows.jsonl', text: '{"prompt":"a","completion":"b"}' };
    const uploaded = await call(agent, 'file', { file_action: 'upload', file: JSON.stringify(file), purpose: 'evals' });
    expect(uploaded.structuredContent).toMatchObject({ filename: 'rows.jsonl' });
    const pdf = { name: 'note.pdf', text: '%PDF-1.4 a note' };
    const kept = await call(agent, 'file', { file_action: 'upload', file: pdf });
    const { id } = kept.structuredContent as { id: string };
    const [, fetched] = (await call(agent, 'file', { file_action: 'download', file_id: id })).content;
    expect(fetched).toEqual({
      type: 'resource',
      resource: {
        uri: expect.stringMatching(/^media:\d+$/),
        mimeType: 'application/pdf',
        blob: Buffer.from(pdf.text).toString('base64'),
      },
    });
  });

  it('hears sounds, and is told their type [A26 row 137]', async () => {
    const body = { model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Hello', response_format: 'wav' };
    const spoken = await call(agent, 'api_request', { method: 'POST', path: '/audio/speech', body });
    expect(spoken.content[1]).toEqual({ type: 'audio', mimeType: 'audio/wav', data: expect.stringMatching(/^UklGR/) });
    expect(spoken.structuredContent).toMatchObject({ data_url: expect.stringMatching(/^media:\d+$/) });
  });

  it('reads no vectors, which stay in the data [A26 row 137]', async () => {
    const embedded = await call(agent, 'generate_embedding', { input: '["zinc", "tin"]', dimensions: 512 });
    const { embeddings } = embedded.structuredContent as { embeddings: number[][] };
    expect(embeddings.map(({ length }) => length)).toEqual([512, 512]);
    expect(textOf(embedded)).toContain('512 numbers left out');
    expect(textOf(embedded).length).toBeLessThan(1000);
  });

  it('is refused with the field, the value and what would be right [A26 row 137]', async () => {
    const refused = await call(agent, 'image_generation', { prompt: 'A lighthouse', model: 'dall-e-3', size: '1x1' });
    expect(refused).toMatchObject({
      isError: true,
      structuredContent: { category: 'invalid_options', problems: [{ field: 'size' }] },
    });
    expect(textOf(refused)).toMatch(/^Could not .*\n.*size must be one of .*1792x1024.*1x1.*\n.*Nothing was sent/);
    const unknown = await call(agent, 'chat', { prompt: 'Hi', colour: 'red' });
    expect(unknown).toMatchObject({ isError: true, structuredContent: { problems: [{ field: 'colour' }] } });
    expect(textOf(unknown)).toContain('system_prompt');
    await expect(call(agent, 'paint', {})).rejects.toThrow('no tool "paint"');
  });

  it('starts research and fetches its report [A26 row 137]', async () => {
    const prompt = 'Compare heat pumps and gas boilers for flats';
    const started = await call(agent, 'deep_research', { research_action: 'start', prompt });
    const { id, done } = started.structuredContent as { id: string; done: boolean };
    expect({ id, done }).toEqual({ id: expect.stringMatching(/^resp_/), done: false });
    let fetched: CallToolResult | undefined;
    for (let times = 0; times < 20 && !Object(fetched?.structuredContent).done; times += 1) {
      fetched = await call(agent, 'deep_research', { research_action: 'retrieve', response_id: id });
    }
    expect(fetched?.structuredContent).toMatchObject({ done: true, report: expect.stringContaining('## References') });
  });
});

describe('an agent of the API', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.stop());

  it.each([
    ['2025-11-25', 'legacy'],
    ['2026-07-28', 'auto'],
  ] as const)(
    'asks with the key of the environment and never sees it, by the protocol of %s [A26 row 137]',
    async (protocol, mode) => {
      emulator.reset();
      const environment = { OPENAI_API_KEY: key, OPENAI_BASE_URL: emulator.baseUrl };
      const agent = await startAgent({ typed: ['--live'], environment, options: { versionNegotiation: { mode } } });
      try {
        expect(agent.getNegotiatedProtocolVersion()).toBe(protocol);
        const answered = await call(agent, 'chat', { prompt: `Repeat ${key}` });
        const error = { message: `Incorrect API key provided: ${key}`, type: 'invalid_request_error' };
        emulator.answerNext('/v1/chat/completions', { status: 401, body: { error } });
        const failed = await call(agent, 'chat', { prompt: 'Hi' });
        expect(emulator.requests[0]).toMatchObject({ headers: { authorization: `Bearer ${key}` } });
        expect(failed).toMatchObject({ isError: true, structuredContent: { category: 'authentication' } });
        expect(JSON.stringify([answered, failed, agent.getInstructions()])).not.toContain(key);
      } finally {
        await agent.close();
      }
    },
    60_000
  );
});

it('starts as the guide says [A26 row 137]', async () => {
  const guide = guides.get('command-line') ?? '';
  const [, block = ''] = /```json\n(\{\n {2}"mcpServers".*?)```/s.exec(guide) ?? [];
  const { command, args } = JSON.parse(block.replace('/path/to/this/folder', root)).mcpServers.openai;
  const agent = await startAgent({ command: { command, args } });
  const { tools } = await agent.listTools();
  await agent.close();
  expect(tools).toHaveLength(offered.size);
});

/** What a test that was given up would leave behind. */
const programs: ChildProcess[] = [];
afterAll(() => {
  for (const program of programs) program.kill();
});

it.each([
  [['--live'], '--live needs a key'],
  [['chat'], '"chat" is not understood'],
])(
  'says why it does not start with %j',
  async (typed, reason) => {
    const started = spawn(process.execPath, [program, ...typed], { env: { PATH: process.env['PATH'] } });
    programs.push(started);
    let complained = '';
    started.stderr.on('data', chunk => {
      complained += chunk;
    });
    expect(await new Promise(done => started.on('close', done))).toBe(2);
    expect(complained).toContain(reason);
    expect(complained).toContain('Usage: ');
  },
  60_000
);

it('ends when nobody is there any more', async () => {
  const started = spawn(process.execPath, [program], { stdio: 'ignore' });
  programs.push(started);
  expect(await new Promise(done => started.on('close', done))).toBe(0);
});

it('gives signs of life while a query runs, to clients that ask for them', async () => {
  const emulator = await startEmulator({ latencyMs: 300 });
  const server = createAgentServer({
    name: 'openai',
    tools: toTools((await readForms(defaultPluginDirectory)).operations, {}),
    readPlugin: () => readBundle(defaultPluginDirectory),
    source: { options: { apiKey: key, baseUrl: emulator.baseUrl }, hideKey: text => text },
    origin: '',
    secondsBetweenSigns: 0.05,
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([client.connect(here), server.connect(there)]);
  const signs: number[] = [];
  const onprogress = ({ progress }: { progress: number }) => signs.push(progress);
  const result = await client.callTool({ name: 'chat', arguments: { prompt: 'Hi' } }, { onprogress });
  await client.close();
  await emulator.stop();
  expect(result.isError).toBeUndefined();
  expect(signs.length).toBeGreaterThan(1);
  expect(signs).toEqual(signs.toSorted((one, other) => one - other));
});

it('keeps as many media as there is room for, the newest first', () => {
  const kept = createKeptMedia(120);
  const urlOf = (letter: string) => `data:image/png;base64,${letter.repeat(32)}`;
  const names = ['A', 'B', 'A', 'C'].map(letter => kept.takeFrom({ data_url: urlOf(letter) }).media[0]?.name);
  expect(names).toEqual(['media:1', 'media:2', 'media:1', 'media:3']);
  expect(() => kept.putInto('media:1')).toThrow('media:1 is not kept; media:2, media:3 are');
  expect(kept.putInto({ prompt: 'see media:2', images: '["media:2","media:3"]', text: '{media:1' })).toEqual({
    prompt: 'see media:2',
    images: JSON.stringify([urlOf('B'), urlOf('C')]),
    text: '{media:1',
  });
});
