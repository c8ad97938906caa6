import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allModels } from '../plugins/openai/lib/catalogue/models';
import { documentFile } from './support/api-document';

/** The text of every type definition of the installed SDK. */
function readSdk(): string {
  const folder = join(dirname(require.resolve('openai')), 'resources');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.d.ts'));
  return files.map(name => readFileSync(join(folder, name), 'utf8')).join('\n');
}

/** The models that claim a source which does not hold their ids. */
function findFalse(source: string, text: string): string[] {
  const words = new Set(text.match(/[\w][\w.-]*[\w]/g));
  return allModels()
    .filter(model => model.source.includes(source) && !words.has(model.id))
    .map(({ id }) => id);
}

describe('the sources of the catalogue', () => {
  it('hold the ids of the models that name them: the SDK', () => {
    const sdk = readSdk();
    expect(sdk.length).toBeGreaterThan(100_000);
    expect(findFalse('SDK', sdk)).toEqual([]);
  });

  const ifDocument = documentFile ? it : it.skip;
  ifDocument('hold the ids of the models that name them: the API document', () => {
    expect(findFalse('SPEC', readFileSync(documentFile ?? '', 'utf8'))).toEqual([]);
  });

  it('are found out where they do not', () => {
    expect(findFalse('SDK', 'gpt-6-luna-mini, x-gpt-6-luna')).toContain('gpt-6-luna');
  });
});
