import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { currentBuild, listBuilds } from '../../workbench/server/page-build';
import { addPageRoutes } from '../../workbench/server/page-routes';
import { Page, plainText } from './lines';

/** Which builds of the page are served, and which of them goes first. */

expect.addSnapshotSerializer(plainText);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'builds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const shown = (path: string) => (path === folder ? 'the folder' : path.replace(`${folder}/`, ''));

it('the builds that are kept, newest first', () => {
  // Neither in the order of their names nor in that of their making.
  for (const [name, second] of [
    ['build-b', 10],
    ['build-d', 40],
    ['build-a', 30],
    ['build-c', 20],
    ['rebuild', 50],
    ['other', 50],
  ] as const) {
    mkdirSync(join(folder, name));
    utimesSync(join(folder, name), second, second);
  }
  writeFileSync(join(folder, 'build-file'), '');
  const lines: string[] = [];
  for (const current of [undefined, 'build-c', 'build-d\n', ' build-a ', 'build-gone', '']) {
    if (current !== undefined) writeFileSync(join(folder, 'current'), current);
    const builds = listBuilds(folder).map(shown);
    lines.push(`${JSON.stringify(current)}: ${shown(currentBuild(folder))}; ${builds.join(', ')}`);
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('how long browsers keep what a build holds', async () => {
  for (const name of ['assets', 'deep/assets']) mkdirSync(join(folder, name), { recursive: true });
  const paths = ['assets/a-1234.js', 'deep/assets/a.js', 'assets.js', 'index.html'];
  for (const path of paths) writeFileSync(join(folder, path), 'zinc');
  const server = Fastify();
  addPageRoutes(server, folder, 'token');
  const lines: string[] = [];
  for (const path of ['', ...paths, 'assets/', 'assets/none.js']) {
    const { statusCode, headers } = await server.inject(`/${path}`);
    lines.push(`/${path}: ${statusCode} ${headers['cache-control']}`);
  }
  await server.close();
  expect(new Page(lines)).toMatchSnapshot();
});
