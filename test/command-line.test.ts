import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { imageSize } from 'image-size';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { parseArguments } from '../workbench/command-line/arguments';
import { runCommandLine } from '../workbench/command-line/command-line';
import { readFileValues } from '../workbench/command-line/file-values';
import { saveMedia } from '../workbench/command-line/save-media';
import { defaultPluginDirectory } from '../workbench/host/plugin-files';

const key = 'sk-the-key-that-nobody-may-see';
let folder: string;
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ models: 'retired' });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-line-'));
});
afterEach(async () => {
  emulator.reset();
  await rm(folder, { recursive: true });
});
afterAll(() => emulator.stop());

interface Outcome {
  code: number;
  printed: string;
  complained: string;
}

async function run(typed: string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const outcome = { code: 0, printed: '', complained: '' };
  outcome.code = await runCommandLine(typed, {
    pluginDirectory: defaultPluginDirectory,
    environment,
    print: text => {
      outcome.printed += text;
    },
    complain: text => {
      outcome.complained += text;
    },
  });
  return outcome;
}

/** Against the emulator as if it were the API. */
const runLive = (typed: string[], OPENAI_API_KEY = key) =>
  run([...typed, '--live'], { OPENAI_API_KEY, OPENAI_BASE_URL: emulator.baseUrl });

describe('several queries', () => {
  const draw = ['respond', '--image_generation', '--prompt', 'Draw a cat'];

  it('take values of the one before, and print the last result', async () => {
    const { code, printed } = await run([
      ...draw,
      'then',
      ...draw,
      '--previous_response_id',
      '{{data.id}}',
      '--save',
      folder,
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ data: { images: [{ file: expect.stringContaining(folder) }] } });
    expect(await readdir(folder)).toHaveLength(1);
    const again = await runLive([...draw, 'then', ...draw, '--image_ids', '{{ data.images[0].id }}']);
    expect(again.code).toBe(0);
    expect(emulator.requests.at(-1)?.body).toMatchObject({
      input: [{ role: 'user' }, { type: 'image_generation_call', id: expect.stringMatching(/^ig_/) }],
    });
  });

  it('stop at the first that fails, and say where a value is missing', async () => {
    const failed = await run(['chat', '--prompt', '', 'then', 'chat', '--prompt', 'Hello']);
    expect(failed).toMatchObject({ code: 1, printed: '' });
    const lost = await run(['chat', '--prompt', 'Hello', 'then', 'chat', '--prompt', '{{data.images[0].id}}']);
    expect(lost).toMatchObject({
      code: 2,
      printed: '',
      complained: expect.stringContaining('--prompt: the query before has nothing at data.images[0].id'),
    });
    expect(await run(['chat', '--prompt', 'Hello', 'then'])).toMatchObject({ code: 2 });
  });
});

describe('a query', () => {
  it('prints the whole result of a chat', async () => {
    const { code, printed, complained } = await run(['chat', '--prompt', 'Hello there']);
    expect({ code, complained }).toEqual({ code: 0, complained: '' });
    expect(JSON.parse(printed)).toMatchObject({
      status: 'ok',
      data: { text: expect.stringContaining('Hello there'), message_history: expect.any(Array) },
      metadata: { operation: 'chat' },
    });
  });

  it('takes output from the command line where it is given', async () => {
    const { printed } = await run(['chat', '--prompt=Hello there', '--output=classic']);
    expect(JSON.parse(printed)).toMatchObject({ data: expect.stringContaining('Hello there') });
  });

  it('sends the fields to the API that the environment names', async () => {
    const { code } = await runLive(['chat', '--prompt', 'Hi', '--model', 'gpt-4o-mini', '--temperature', '0.2']);
    expect(code).toBe(0);
    expect(emulator.requests).toHaveLength(1);
    expect(emulator.requests[0]).toMatchObject({ body: { model: 'gpt-4o-mini', temperature: 0.2 } });
  });

  it('fills the columns of rows, repairs them and leaves out what has not changed', async () => {
    const rows = JSON.stringify([{ subject: 'My invoice is wrong' }]);
    const ask = ['bulk_chat', '--prompt', '[[subject]]', '--output_fields', 'team: billing | support', '--spread'];
    const more = ['--fingerprint_field', 'fingerprint', '--repair', '1', '--fallback_models', 'gpt-4.1'];
    const { code, printed } = await run([
      ...ask,
      ...more,
      '--rows',
      rows,
      'then',
      ...ask,
      ...more,
      '--rows',
      '{{data.rows}}',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      data: { unchanged: 1, rows: [{ status: 'unchanged', team: expect.stringMatching(/^(billing|support)$/) }] },
    });
  });

  it('compares models', async () => {
    const rows = JSON.stringify([{ subject: 'My invoice is wrong', team: 'billing' }]);
    const ask = ['compare', '--rows', rows, '--prompt', '[[subject]]', '--expected_field', 'team'];
    const { printed } = await run([
      ...ask,
      '--variants',
      'gpt-4.1',
      '--variants',
      'gpt-5.4-mini',
      '--match',
      'contains',
    ]);
    expect(JSON.parse(printed)).toMatchObject({ data: { variants: [{ name: 'gpt-4.1' }, { name: 'gpt-5.4-mini' }] } });
  });

  it('saves images and prints their paths', async () => {
    const save = ['image_generation', '--prompt', 'A red fox', '--save', folder];
    const { code, printed } = await run(save);
    expect(code).toBe(0);
    const path = join(folder, 'image_generation-1.png');
    const [image] = JSON.parse(printed).data.images;
    expect(image).toMatchObject({ file: path, mime_type: 'image/png', width: expect.any(Number) });
    expect(imageSize(await readFile(path))).toMatchObject({ type: 'png', width: image.width, height: image.height });
    expect(printed).not.toContain('base64');

    await run(save);
    expect(await readdir(folder)).toEqual(['image_generation-1.png', 'image_generation-2.png']);
  });
});

describe('sounds', () => {
  it.each([
    ['mp3', []],
    ['wav', ['--output_format', 'wav']],
    ['ogg', ['--output_format', 'opus']],
  ])('are saved with the ending %s, and taken by their paths [row 102 row 104]', async (ending, options) => {
    const spoken = await run(['speech', '--input', 'Good morning.', ...options, '--save', folder]);
    const path = join(folder, `speech-1.${ending}`);
    expect(JSON.parse(spoken.printed).data).toMatchObject({ file: path, bytes: (await readFile(path)).length });
    const heard = await run(['transcription', '--audio', path]);
    expect(JSON.parse(heard.printed).data.text).toContain(`.${ending}`);
  });
});

describe('a failure', () => {
  it('is told in three parts and exits with 1', async () => {
    const { code, printed, complained } = await run(['image_generation', '--prompt', 'x', '--n', '99']);
    expect({ code, printed }).toEqual({ code: 1, printed: '' });
    const [message, description, data] = complained.split('\n\n');
    expect(message).toMatch(/^Could not /);
    expect(description).toContain('99');
    expect(JSON.parse(data ?? '')).toMatchObject({ category: 'invalid_options', problems: [{ field: 'n' }] });
  });

  it('never shows the key, even where the server quotes it', async () => {
    const error = {
      message: `Incorrect API key provided: ${key}`,
      type: 'invalid_request_error',
      code: 'invalid_api_key',
    };
    emulator.answerNext('/v1/chat/completions', { status: 401, body: { error } });
    const { code, printed, complained } = await runLive(['chat', '--prompt', 'Hi']);
    expect(code).toBe(1);
    expect(complained).toContain('authentication');
    expect(printed + complained).not.toContain(key);
  });
});

describe('a command that is not understood', () => {
  it.each([
    [[], 'Which operation?'],
    [['paint'], 'no operation "paint"'],
    [['chat', 'two', 'words'], '"two words" belongs to no field'],
    [['chat', '--save'], '--save needs one folder'],
    [['chat', '--live=yes'], '--live takes no value'],
    [['chat', '--live'], '--live needs a key'],
    [['chat', '--prompt', '@nowhere.txt'], 'cannot read nowhere.txt'],
  ])('%j is answered with usage and exit code 2', async (typed, reason) => {
    const { code, printed, complained } = await run(typed);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(complained).toContain(reason);
    expect(complained).toContain('Usage: ');
  });

  it('--help lists the operations', async () => {
    const { code, printed } = await run(['--help']);
    expect(code).toBe(0);
    expect(printed).toMatch(/^ {2}chat /m);
    expect(printed).toMatch(/^ {2}image_generation /m);
  });
});

describe('values', () => {
  it('are read as text, flags as true, repeated fields as a list', () => {
    const typed = [
      'chat',
      '--prompt',
      'a b',
      '--n=-1',
      '--seed',
      '-5',
      '--echo',
      '--stop=--',
      '--images',
      'a',
      '--images',
      'b',
    ];
    expect(parseArguments([...typed, '--json_schema', '{"type":"object"}', '--live', 'x'])).toEqual({
      words: ['chat', 'x'],
      fields: {
        prompt: 'a b',
        n: '-1',
        seed: '-5',
        echo: true,
        stop: '--',
        images: ['a', 'b'],
        json_schema: '{"type":"object"}',
      },
      live: true,
      help: false,
    });
  });

  it('are read from files, and a file that is kept has its name', async () => {
    const note = join(folder, 'my note.md');
    await writeFile(note, 'Hi');
    expect(await readFileValues({ file: note })).toEqual({ file: 'data:text/markdown;name=my%20note.md;base64,SGk=' });
  });

  it('are read from files', async () => {
    const png = join(folder, 'dot.png');
    const text = join(folder, 'text.txt');
    await writeFile(png, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]));
    await writeFile(text, 'Grüße');
    const dataUrl = 'data:image/png;base64,iVBOR/8=';
    expect(
      await readFileValues({
        image: png,
        images: [png, 'https://example.com/a.png'],
        mask: `@${png}`,
        file: 'file-abc',
        audio: text,
        prompt: `@${text}`,
        rows: `@${png}`,
        name: png,
        suffix: '@@me',
        echo: true,
      })
    ).toEqual({
      image: dataUrl,
      images: [dataUrl, 'https://example.com/a.png'],
      mask: dataUrl,
      file: 'file-abc',
      audio: 'data:text/plain;base64,R3LDvMOfZQ==',
      prompt: 'Grüße',
      rows: dataUrl,
      name: png,
      suffix: '@me',
      echo: true,
    });
  });

  it('of results are saved wherever they stand', async () => {
    const wave = { data_url: 'data:audio/wav;codecs=1;base64,AAEC', bytes: 3 };
    const odd = { data_url: 'data:text/plain,hello' };
    expect(await saveMedia({ rows: [[wave], odd, null, 'data:image/png;base64,AA=='] }, folder, 'speech')).toEqual({
      rows: [[{ file: join(folder, 'speech-1.wav'), bytes: 3 }], odd, null, 'data:image/png;base64,AA=='],
    });
    expect([...(await readFile(join(folder, 'speech-1.wav')))]).toEqual([0, 1, 2]);
  });
});

/** What a test that was given up would leave behind. */
const programs: ChildProcess[] = [];
afterAll(() => {
  for (const program of programs) program.kill();
});

it('runs as a program whose stdout is the result alone', async () => {
  const script = resolve(__dirname, '../out/test/query.cjs');
  const environment = { ...process.env, OPENAI_API_KEY: key, OPENAI_BASE_URL: emulator.baseUrl };
  const program = spawn(process.execPath, [script, 'chat', '--prompt', 'Hello', '--live'], {
    env: environment,
  });
  programs.push(program);
  const output = { stdout: '', stderr: '' };
  program.stdout.on('data', chunk => {
    output.stdout += chunk;
  });
  program.stderr.on('data', chunk => {
    output.stderr += chunk;
  });
  expect(await new Promise(done => program.on('close', done))).toBe(0);
  expect(JSON.parse(output.stdout)).toMatchObject({ status: 'ok' });
  expect(output.stdout + output.stderr).not.toContain(key);
});
