import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..');
const ignored = /(^|\/)(node_modules|dist|out|\.git)(\/|$)/;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => !ignored.test(file));
const manifests = files.filter(file => /(^|\/)package\.json$/.test(file));
const readManifest = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

it('all packages have the version that the changelog tells of first', () => {
  const [, version] = /^## (\d+\.\d+\.\d+)/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? [];
  expect(manifests.length).toBeGreaterThan(3);
  for (const file of manifests) expect({ file, version: readManifest(file).version }).toEqual({ file, version });
});

it.each(manifests)('every package imported is declared in %s', manifest => {
  const { name, dependencies, devDependencies } = readManifest(manifest);
  const known = new Set([name, ...builtinModules, ...Object.keys({ ...dependencies, ...devDependencies })]);
  const folder = dirname(manifest);
  const inner = manifests.map(dirname).filter(other => other !== folder && !relative(folder, other).startsWith('..'));
  const sources = files.filter(
    file =>
      /\.([cm]?ts|tsx)$/.test(file) &&
      !relative(folder, file).startsWith('..') &&
      !inner.some(other => file.startsWith(`${other}/`))
  );
  const undeclared = sources.flatMap(file =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^(?:import|(?:import|export|\}) .*from|\} from) '([^.'][^']*)';$/gm
      ),
    ]
      .map(([, path = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(path.replace(/^node:/, ''))?.[0] ?? path)
      .filter(imported => !known.has(imported))
      .map(imported => `${imported} in ${file}`)
  );
  expect(undeclared).toEqual([]);
});
