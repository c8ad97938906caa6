import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeManifest } from './forms/manifest';
import { writeOperations } from './forms/operations';

const plugin = join(__dirname, '../plugins/openai');

/** Writes both forms from the definitions and the catalogue. */
async function writeForms(): Promise<void> {
  await writeFile(join(plugin, 'manifest.json'), writeManifest());
  await writeFile(join(plugin, 'operations.json'), writeOperations());
}

writeForms();
