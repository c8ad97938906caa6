import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { offered } from '../plugins/openai/lib/registry';

const root = join(__dirname, '..');

function findFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (['node_modules', 'dist', 'out'].includes(entry.name)) return [];
    return entry.isDirectory() ? findFiles(path) : [path];
  });
}

const sources = ['packages', 'plugins', 'workbench', 'scripts', 'bench']
  .flatMap(findFiles)
  .filter(path => /\.tsx?$/.test(path));
const library = sources.filter(path => path.startsWith(join('plugins', 'openai', 'lib')));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const importersOf = (name: string) =>
  library
    .filter(path => new RegExp(`^import (?!type).*from '${name}'`, 'm').test(read(path)))
    .map(path => relative(join('plugins', 'openai', 'lib'), path));

describe('the house', () => {
  it('has a file for every operation, named as its id', () => {
    const files = library
      .filter(path => path.includes(join('lib', 'operations')))
      .map(path => path.replace(/^.*operations[\\/]|\.ts$/g, ''));
    const ids = [...offered.keys()].map(id => id.replaceAll('_', '-'));
    expect(files.filter(file => !/[\\/]/.test(file)).sort()).toEqual(ids.sort());
    // What a group shares may have files of their own, in a folder named as the group.
    const groups = files.filter(file => /[\\/]/.test(file)).map(file => file.split(/[\\/]/)[0]);
    expect(ids).toEqual(expect.arrayContaining(groups));
  });

  it.each([
    ['got', ['files/download.ts']],
    ['ajv', ['options/ajv.ts']],
    ['ipaddr.js', ['files/download.ts', 'files/private-address.ts']],
    ['eventsource-parser', ['transport/events.ts']],
    ['image-size', ['files/image-file.ts']],
  ])('has one door to %s', (name, files) => {
    expect(importersOf(name)).toEqual(files);
  });

  it('makes the SDK client in one place', () => {
    expect(library.filter(path => /new OpenAI\(|extends OpenAI \{/.test(read(path)))).toEqual([
      join('plugins/openai/lib/transport/client.ts'),
    ]);
  });

  it('names no model in code', () => {
    const names = library.flatMap(path => {
      const text = read(path)
        .replace(/^\s*(\*|\/\/|\/\*).*$/gm, '')
        .replace(/examples: \[.*\]/g, '');
      return [...text.matchAll(/['"`]((?:gpt|dall-e|o[1-9]|text-embedding|whisper|tts)-[\w.-]+)['"`]/g)].map(
        ([, name]) => name
      );
    });
    expect([...new Set(names)]).toEqual([]);
  });

  it('keeps files small', () => {
    expect(sources.filter(path => read(path).split('\n').length > 250)).toEqual([]);
  });

  it('asks nobody for their realm', () => {
    const guilty = library.filter(path =>
      /instanceof (Array|Object|Date|Promise|RegExp)\b|\.constructor ===/.test(read(path))
    );
    expect(guilty).toEqual([]);
  });
});
