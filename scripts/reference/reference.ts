import { listOffered } from '../../plugins/openai/lib/registry';
import { writeConnectionPage } from './connection-page';
import { writeErrorsPage } from './errors-page';
import { listOperations, pageOf, writeIndexPage } from './index-page';
import { writeModelsPage } from './models-page';
import { writeOperationPage } from './operation-page';

/** The pages of `docs/reference/`, by file name. */
export function writeReference(): Map<string, string> {
  const operations = [...listOffered()].map(([id, entry]): [string, string] => [
    pageOf(id),
    writeOperationPage(id, entry),
  ]);
  return new Map([
    ['README.md', writeIndexPage()],
    ...operations,
    ['connection.md', writeConnectionPage()],
    ['errors.md', writeErrorsPage()],
    ['models.md', writeModelsPage()],
  ]);
}

/** The README with its table of operations as it should be. */
export function fillInReadme(readme: string): string {
  const list = listOperations('docs/reference/').join('\n');
  return readme.replace(/(<!-- operations -->\n)[\s\S]*(<!-- end of operations -->)/, `$1\n${list}\n$2`);
}
