import { allOperations } from '../../plugins/openai/lib/registry';
import { type Sample, sampleById } from '../../scripts/samples';
import type { Fields } from './plugin';
import { readSampleFile } from './samples';

const recording = Buffer.concat([
  Buffer.from('UklGRmQfAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YUAfAAA=', 'base64'),
  Buffer.alloc(8000, 0x80),
]).toString('base64');

/** What stands for the values of other queries. */
const values: Fields = {
  audio: recording,
  response_id: 'resp_1',
  batch_id: 'batch_1',
  file_id: 'file-1',
  vector_store_id: 'vs_1',
  conversation_id: 'conv_1',
};

/** The sample with values in the place of its expressions; ids among them lead nowhere. */
function fillIn({ options, files = {} }: Sample): Fields {
  const filled = Object.entries(options).map(([name, value]) => {
    const [, kind, source = ''] = /^\{\{(queries|components)\.(\w+)/.exec(String(value)) ?? [];
    if (kind === 'components') return [name, [readSampleFile(files[source] ?? '')]];
    return [name, kind === 'queries' ? values[name] : value];
  });
  return { output: 'full', ...Object.fromEntries(filled) };
}

/** The sample query of every operation and every action, by its id in the registry. */
export const everyAction: [id: string, query: Fields][] = [...allOperations().keys()].flatMap(id => {
  const sample = sampleById.get(id);
  return sample ? [[id, fillIn(sample)] as [string, Fields]] : [];
});
