import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../workbench/command-line/command-line';
import { defaultPluginDirectory } from '../workbench/host/plugin-files';
import { guides } from './support/guide';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const documents = [readme, ...guides.values()].join('\n');
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'readme-'));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** The words of a shell command without variables. */
const wordsOf = (command: string) =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

const commands = [...documents.matchAll(/^npm run query -- (.+)$/gm)].map(([, typed = '']) => typed);

/** Of some commands, what their result must show. */
const shown: [RegExp, object][] = [
  [
    /--web_search/,
    { data: { text: expect.stringMatching(/./), citations: expect.arrayContaining([expect.anything()]) } },
  ],
  [/otter/, { data: { images: [{ revised_prompt: expect.any(String), file: expect.any(String) }] } }],
  [/--previous_response_id/, { data: { images: [{ file: expect.any(String) }] } }],
  [/--image_ids/, { data: { images: [{ file: expect.any(String) }] } }],
  [/--partial_images/, { data: { partial_images: [{}, {}], images: [{ file: expect.any(String) }] } }],
  [/then transcription/, { data: { text: 'Good morning. Two orders are waiting.', words: expect.any(Array) } }],
  [/deep_research/, { data: { done: true, report: expect.stringContaining('## References') } }],
];

it('has commands to try', () => {
  expect(commands.length).toBeGreaterThan(5);
  for (const [pattern] of shown) expect(commands.filter(command => pattern.test(command)).length).toBeGreaterThan(0);
});

it.each(commands)(
  'the command works that says: %s [D04 D23 D25 D26 D27]',
  async command => {
    let printed = '';
    const code = await runCommandLine(wordsOf(command), {
      pluginDirectory: defaultPluginDirectory,
      environment: {},
      print: text => {
        printed += text;
      },
      complain: text => {
        printed += text;
      },
    });
    expect({ code, failure: code === 0 ? '' : printed }).toEqual({ code: 0, failure: '' });
    const result: unknown = JSON.parse(printed);
    expect(result).toMatchObject({ status: 'ok' });
    for (const [, part] of shown.filter(([pattern]) => pattern.test(command))) expect(result).toMatchObject(part);
  },
  30_000
);

it('fits on a page or two', () => {
  expect(Buffer.byteLength(readme)).toBeLessThan(8000);
});

it('shows screenshots, none of them heavy', () => {
  const pictures = [...documents.matchAll(/^!\[.{10,}\]\((?:docs|\.\.)\/(screenshots\/.+\.png)\)$/gm)].map(
    ([, path = '']) => path
  );
  expect(new Set(pictures).size).toBeGreaterThanOrEqual(3);
  for (const path of pictures) expect(statSync(join(__dirname, '../docs', path)).size).toBeLessThan(200_000);
});

it('links to what there is', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path);
  expect(links.filter(path => !existsSync(join(__dirname, '..', path)))).toEqual([]);
});
