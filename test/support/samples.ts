import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { offered } from '../../plugins/openai/lib/registry';
import type { Fields } from './plugin';

/** A query of `workbench/examples/openai.json`; what it reads of others stands in `{{ }}`. */
export interface Sample {
  name: string;
  title: string;
  options: Fields;
  /** Sample files by the component that they stand in for. */
  files?: Record<string, string>;
}

const folder = join(__dirname, '../../workbench/examples');
const content: { examples: Sample[]; samples: Sample[] } = JSON.parse(
  readFileSync(join(folder, 'openai.json'), 'utf8')
);

/** What the page offers as examples. */
export const { examples } = content;

/** The examples, and one query of every other action. */
export const samples: Sample[] = [...content.examples, ...content.samples];

/** The first query of every operation and every action, by the id that the registry has for it. */
export const sampleById: ReadonlyMap<string, Sample> = new Map(
  samples.toReversed().map(sample => [idOf(sample.options), sample])
);

/** The operation that a query asks for; the first action of a group is taken where none is chosen. */
function idOf(options: Fields): string {
  let id = String(options['operation']);
  for (let entry = offered.get(id); entry && 'actions' in entry; ) {
    const action = String(options[entry.chosenBy] ?? Object.keys(entry.actions)[0]);
    id += `.${action}`;
    entry = entry.actions[action];
  }
  return id;
}

/** A sample file as the host's file picker holds it. */
export function readSampleFile(name: string): Fields {
  const base64Data = readFileSync(join(folder, 'openai', name)).toString('base64');
  return { name, type: name.endsWith('.png') ? 'image/png' : '', base64Data };
}
