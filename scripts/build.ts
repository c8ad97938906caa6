import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle } from './bundle';
import { writeLicences } from './licences';
import { writeShell } from './shell';

const plugin = join(__dirname, '../plugins/openai');
const assets = join(__dirname, '../out/marketplace-assets/openai');

/** Writes the plugin's bundle, and a copy of what a host fetches, laid out as it fetches it. */
async function build(): Promise<void> {
  const { code, files } = await buildBundle(join(plugin, 'lib/index.ts'));
  const bundle = writeShell('tooljet-openai', code);
  const licences = await writeLicences(files);
  for (const folder of [join(plugin, 'dist'), join(assets, 'dist'), join(assets, 'lib')]) {
    await mkdir(folder, { recursive: true });
  }
  for (const folder of [plugin, assets]) {
    await writeFile(join(folder, 'dist/index.js'), bundle);
    await writeFile(join(folder, 'dist/THIRD_PARTY_LICENSES'), licences);
  }
  for (const name of ['manifest.json', 'operations.json', 'icon.svg']) {
    await copyFile(join(plugin, name), join(assets, 'lib', name));
  }
  console.error(`plugins/openai/dist/index.js ${Math.round(bundle.length / 1000)} kB`);
}

build();
