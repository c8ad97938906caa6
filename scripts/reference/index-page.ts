import { commonOptions, modelChoice } from '../../plugins/openai/lib/options/shared-options';
import { offered } from '../../plugins/openai/lib/registry';
import { describeFields } from './fields';
import { code, table } from './markdown';
import { describeEntry } from './results';

/** The operations with a line each, linked to their pages in `folder`. */
export function listOperations(folder: string): string[] {
  return table(
    ['operation', 'what it does'],
    [...offered.keys()].map(id => [`[${code(id)}](${folder}${pageOf(id)})`, describeEntry(id)])
  );
}

/** The file of an operation's page. */
export const pageOf = (id: string): string => `${id.replaceAll('_', '-')}.md`;

const metadata: Record<string, string> = {
  operation: 'The operation.',
  model: 'The model that answered.',
  id: "The response's id, if the API gives it one.",
  request_id: "The API's id of the request, for support.",
  usage:
    'Tokens as the API counts them: `input_tokens`, `output_tokens`, `total_tokens` and what they consist of. Seconds or characters where those are billed.',
  finish_reason: 'Why the answer ended, such as `stop` or `length`.',
  cost: '`{ usd, basis }`, or `null` if it is not known. See [Cost](../guides/cost.md).',
  max_cost: 'Of a dry run: the most that the query can cost.',
  warnings: '`{ parameter, reason }` of everything that was left out or came out otherwise than requested.',
  duration_ms: 'How long the query took.',
  attempts: 'How many requests were sent, retries included.',
  repairs: 'How often an answer was sent back to be corrected, if it was. `usage` and `cost` are those of all tries.',
  rate_limit: 'What is left of the rate limit, as the API reports it.',
  raw: "The API's own response, if `include_raw` is on.",
};

/** The reference's first page: operations, and what all of them have in common. */
export function writeIndexPage(): string {
  return [
    '# Reference',
    '',
    'Generated from the definitions and the catalogue by `npm run generate`; do not edit. See also the',
    '[connection](connection.md), [errors](errors.md) and [models](models.md).',
    '',
    '## Operations',
    '',
    ...listOperations(''),
    '## Common fields',
    '',
    'Every operation takes these. An empty field counts as absent, and JSON fields take a value or its text.',
    '',
    ...describeFields(commonOptions),
    'Every operation with a model takes these two.',
    '',
    ...describeFields(modelChoice),
    '## Result',
    '',
    'A query returns `{ status: "ok", message, data, metadata }`. `data` is described with each operation. `metadata` holds what is',
    'known of these:',
    '',
    ...table(
      ['`metadata`', ''],
      Object.entries(metadata).map(([name, words]) => [code(name), words])
    ),
    'A query that fails throws an [error](errors.md).',
    '',
  ].join('\n');
}
