import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fields } from './plugin';

const folder = join(__dirname, '../../workbench/examples/openai');

/** A sample file as the host's file picker holds it. */
export function readSampleFile(name: string): Fields {
  const base64Data = readFileSync(join(folder, name)).toString('base64');
  return { name, type: name.endsWith('.png') ? 'image/png' : '', base64Data };
}
