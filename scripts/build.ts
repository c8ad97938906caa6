import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBundle } from './package/release';

const folder = join(__dirname, '../plugins/openai/dist');
const notes = join(__dirname, '../out');

/** Writes the plugin's bundle, with the licences of what it holds, and notes which files that is. */
async function build(): Promise<void> {
  const { bundle, licences, files } = await makeBundle();
  await mkdir(folder, { recursive: true });
  await mkdir(notes, { recursive: true });
  await writeFile(join(notes, 'bundled-files.json'), JSON.stringify(files));
  await writeFile(join(folder, 'index.js'), bundle);
  await writeFile(join(folder, 'THIRD_PARTY_LICENSES'), licences);
  console.error(`plugins/openai/dist/index.js ${Math.round(bundle.length / 1000)} kB`);
}

build();
