import type { ActionGroup, Operation } from '../../plugins/openai/lib/operation';
import { listOffered } from '../../plugins/openai/lib/registry';
import { writeConnectionPage } from '../reference/connection-page';
import { writeErrorsPage } from '../reference/errors-page';
import { writeOperationPage } from '../reference/operation-page';

/** The page of ToolJet's documentation, `docs/docs/marketplace/plugins/openai.md`; the query panel links to it by its id. */
export function writeDocsPage(): string {
  const operations = [...listOffered()].map(([id, entry]) => sectionOf(id, entry));
  return [
    '---',
    'id: marketplace-plugin-openai',
    'title: OpenAI',
    '---',
    '',
    'Connect apps to OpenAI, Azure OpenAI and servers with the same API: chat, images, research, audio, embeddings, files and batches.',
    '',
    ':::note',
    'Install the plugin from the [marketplace](/docs/marketplace/marketplace-overview) first.',
    ':::',
    '',
    '## Connection',
    '',
    bodyOf(writeConnectionPage()),
    '## Supported operations',
    '',
    'Every operation also takes `extra_parameters`, `include_raw` and `dry_run`, below "Query options".',
    '',
    ...operations,
    '## Errors',
    '',
    bodyOf(writeErrorsPage(), 1),
  ].join('\n');
}

function sectionOf(id: string, entry: Operation | ActionGroup): string {
  return `### ${entry.title}\n\n${bodyOf(writeOperationPage(id, entry), 2)}`;
}

/** A page without its title and its links to others, its headings deeper; braces and angle brackets are text, not code. */
function bodyOf(page: string, deeper = 0): string {
  const [, body = ''] = /^# [^\n]*\n+([\s\S]*)$/.exec(page) ?? [];
  let isCode = false;
  return body
    .replace(/ (Every operation also takes|\[The guide\])[^\n]*\.(?=\n)/g, '')
    .split('\n')
    .map(line => {
      if (line.startsWith('```')) isCode = !isCode;
      if (isCode || line.startsWith('```')) return line;
      const heading = line.startsWith('#') ? '#'.repeat(deeper) + line : line;
      return escapeMarkup(heading.replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, '$1'));
    })
    .join('\n');
}

/** Outside of code, which stands between backticks. */
function escapeMarkup(line: string): string {
  return line
    .split(/(`[^`]*`)/)
    .map(part =>
      part.startsWith('`')
        ? part
        : part
            .replace(/[{}]/g, '\\$&')
            .replace(/<(?!br>)/g, '&lt;')
            .replaceAll('<br>', '<br />')
    )
    .join('');
}
