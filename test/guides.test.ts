import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDifferences, type GuideBlock, guides, readBlocks } from './support/guide';
import { type Fields, startPlugin, type TestPlugin } from './support/plugin';
import { openQueryBook } from './support/query-book';
import { readSampleFile } from './support/samples';

const folder = join(__dirname, '../docs/guides');

let plugin: TestPlugin;
beforeAll(async () => {
  // Guides tell of compatible servers, too, which have models of their own and such as OpenAI has retired.
  plugin = await startPlugin({ models: 'any' });
});
afterAll(() => plugin.stop());

describe.each([...guides])('the guide %s', (_, guide) => {
  it('has examples that run, each with what it shows', async () => {
    let connection: Fields = {};
    const failures: Fields = {};
    const results: Fields = {};
    const book = openQueryBook(options => plugin.run(options, { ...plugin.source, ...connection }));
    for (const component of ['filepicker1', 'receipt']) {
      const file = component === 'receipt' ? 'receipt.png' : 'lighthouse.png';
      book.setComponent(component, { file: [readSampleFile(file)] });
    }

    async function take({ name, kind, content }: GuideBlock): Promise<string[]> {
      if (kind === 'result') return findDifferences(content, results[name], name);
      if (kind === 'error') return findDifferences(content, failures[name], name);
      if (name === 'connection') {
        connection = content;
        return [];
      }
      const outcome = await book.run(name, content);
      if (outcome['status'] === 'ok') results[name] = outcome['data'];
      else failures[name] = outcome['data'];
      return [];
    }
    const blocks = readBlocks(guide);
    const differences: string[] = [];
    for (const block of blocks) differences.push(...(await take(block)));
    expect(differences).toEqual([]);
    const meantToFail = blocks.filter(({ kind }) => kind === 'error').map(({ name }) => name);
    expect(Object.keys(failures).filter(name => !meantToFail.includes(name))).toEqual([]);
    expect(blocks.length + guide.split('npm run query').length).toBeGreaterThan(1);
  });

  it('links to what there is', () => {
    const links = [...guide.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
    expect(links.filter(path => !existsSync(join(dirname(join(folder, 'x')), path)))).toEqual([]);
  });
});
