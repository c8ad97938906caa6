import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBundle } from './package/release';

const folder = join(__dirname, '../plugins/openai/dist');

/** Writes the plugin's bundle, with the licences of what it holds. */
async function build(): Promise<void> {
  const { bundle, licences } = await makeBundle();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), bundle);
  await writeFile(join(folder, 'THIRD_PARTY_LICENSES'), licences);
  console.error(`plugins/openai/dist/index.js ${Math.round(bundle.length / 1000)} kB`);
}

build();
