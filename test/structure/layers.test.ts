import { type Import, listImports, listSources } from './imports';

const LIBRARY = 'plugins/openai/lib/';

/** Top to bottom: each line imports only from those below it. Folders of one line may import each other, one way. */
const LAYERS = [
  ['index.ts'],
  ['run'],
  ['registry.ts', 'operations'],
  ['decisions'],
  ['bulk', 'batch'],
  ['research', 'responses', 'stored'],
  ['text', 'images', 'audio', 'embeddings', 'moderation', 'files'],
  ['transport'],
  ['connection', 'cost'],
  ['failures'],
  ['options'],
  ['catalogue'],
];

/** What everybody may import, and what imports types only. */
const TYPES = ['operation.ts', 'types'];

/** Each of these imports only from those after it, and from packages. */
const WORKBENCH = [['page'], ['server', 'agent', 'command-line'], ['host'], ['forms']];

const library = listImports(listSources('plugins/openai/lib'));

/** The part of a path that names a layer: the folder or file behind the prefix. */
const placeOf = (path: string, prefix: string): string => path.slice(prefix.length).split('/')[0] ?? '';

function findUpward(imports: Import[], prefix: string, layers: string[][]): string[] {
  const levelOf = (path: string) => layers.findIndex(layer => layer.includes(placeOf(path, prefix)));
  return imports
    .filter(({ from, to }) => levelOf(from) >= 0 && levelOf(to) >= 0 && levelOf(to) < levelOf(from))
    .map(({ from, to }) => `${from} imports ${to}`);
}

/** Groups of folders that import one another in a circle. */
function findCycles(edges: [from: string, to: string][]): string[] {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of edges) if (from !== to) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
    [...(targets.get(from) ?? [])].some(next => {
      if (next === goal) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, goal, seen);
    });
  return [...targets.keys()].filter(place => reaches(place, place));
}

describe('the layers', () => {
  it('hold every folder and file of the library', () => {
    const places = new Set(listSources('plugins/openai/lib').map(path => placeOf(path, LIBRARY)));
    expect([...places].sort()).toEqual([...LAYERS.flat(), ...TYPES].sort());
  });

  it('import only from below', () => {
    expect(findUpward(library, LIBRARY, LAYERS)).toEqual([]);
  });

  it('import each other one way at run time', () => {
    const edges = library
      .filter(({ typeOnly }) => !typeOnly)
      .map(({ from, to }): [string, string] => [placeOf(from, LIBRARY), placeOf(to, LIBRARY)]);
    expect(findCycles(edges)).toEqual([]);
  });

  it('share types through files that import types only', () => {
    const guilty = library.filter(({ from, typeOnly }) => TYPES.includes(placeOf(from, LIBRARY)) && !typeOnly);
    expect(guilty).toEqual([]);
  });
});

describe('the parts of the project', () => {
  it('keep the workbench in layers', () => {
    const imports = listImports(listSources('workbench'));
    expect(imports.length).toBeGreaterThan(100);
    expect(findUpward(imports, 'workbench/', WORKBENCH)).toEqual([]);
  });

  it('keep packages and plugin apart', () => {
    const outside = listImports([...listSources('packages'), ...listSources('plugins')]).filter(
      ({ from, to }) => from.split('/').slice(0, 2).join('/') !== to.split('/').slice(0, 2).join('/')
    );
    expect(outside).toEqual([]);
  });

  it('have no cycle between files, types included', () => {
    const files = ['plugins', 'packages', 'workbench', 'scripts'].flatMap(listSources);
    expect(findCycles(listImports(files).map(({ from, to }) => [from, to]))).toEqual([]);
  });
});
