import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { VERSION } from 'openai/version';
import { buildBundle } from '../../scripts/bundle';
import { installInto } from '../../scripts/provide-package';
import { writeShell } from '../../scripts/shell';
import { defaultPluginDirectory } from '../../workbench/host/plugin-files';
import { bundleFile } from '../hosts';

/** The SDK that ToolJet's own plugin has. */
const UPSTREAM_SDK = '4.56.0';
const NCC = '@vercel/ncc@0.45.0';

/** What is compared, by name: files with the text that a host loads. */
export type Contenders = Record<'ours' | 'floor' | 'empty' | 'upstream-like' | 'newest SDK' | 'checking', string>;

const emptyBundle = 'exports.default = class { async run() { return { status: "ok", data: {} }; } };';

/** Writes what our bundle is compared with. */
export async function writeContenders(folder: string): Promise<Contenders> {
  const file = (name: string) => join(folder, `${name}.js`);
  // A copy, so that a build meanwhile changes nothing.
  await copyFile(bundleFile, file('ours'));
  await writeFile(file('empty'), emptyBundle);
  await writeFile(file('floor'), writeShell('bench-floor', { code: await transpile('floor.ts', true), parts: {} }));
  const checking = await buildBundle(join(defaultPluginDirectory, 'lib'), {
    entry: join(__dirname, '../measure/checking.ts'),
  });
  await writeFile(file('checking'), writeShell('bench-checking', checking));
  const plain = await transpile('plain-sdk.ts', false);
  return {
    ours: file('ours'),
    floor: file('floor'),
    empty: file('empty'),
    checking: file('checking'),
    'upstream-like': await bundlePlainly(plain, UPSTREAM_SDK),
    'newest SDK': await bundlePlainly(plain, VERSION),
  };
}

async function transpile(source: string, minify: boolean): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, source)],
    bundle: true,
    external: ['openai'],
    write: false,
    minify,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outputFiles[0]?.text ?? '';
}

/** Bundles a plugin with a version of the SDK as ToolJet does, into a folder that keeps both. */
async function bundlePlainly(plugin: string, version: string): Promise<string> {
  const folder = join(tmpdir(), 'openai-datasource-plugin-bench', version);
  const ncc = join(folder, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  const entry = join(folder, 'lib/index.js');
  const output = join(folder, 'dist/index.js');
  if (existsSync(output) && (await readFile(entry, 'utf8')) === plugin) return output;
  if (!existsSync(ncc)) await installInto(folder, `openai@${version}`, NCC);
  await mkdir(join(folder, 'lib'), { recursive: true });
  await writeFile(entry, plugin);
  await promisify(execFile)(process.execPath, [ncc, 'build', entry, '-o', 'dist'], { cwd: folder });
  return output;
}
