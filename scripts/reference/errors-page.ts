import { FAILURE_CLASSES, OTHER_FAILURE } from '../../plugins/openai/lib/failures/failure-classes';
import { code, table } from './markdown';

type Row = (typeof FAILURE_CLASSES)[number];

/** Every kind of failure that a query can end with. */
export function writeErrorsPage(): string {
  return [
    '# Errors',
    '',
    'A query that fails throws a `QueryError`: `message` says what failed, `description` why and what to do, and `data` holds the',
    'details for programs. [The guide](../guides/errors.md) shows how to handle them.',
    '',
    ...table(
      ['`data`', ''],
      [
        ['`code`', "The API's code, or one of the codes below."],
        ['`category`', 'Whose turn it is: one of the categories below.'],
        ['`retryable`', '`true` if the same query may succeed later.'],
        ['`hint`', 'What to do.'],
        ['`status?`', 'The HTTP status.'],
        ['`type?`', "The API's type of error."],
        ['`param?`', 'The parameter that the API names.'],
        ['`request_id?`', "The API's id of the request, for support."],
        ['`retry_after_ms?`', 'How long the API asks to wait.'],
        ['`docs_url?`', 'Where to read more.'],
        [
          '`problems?`',
          'Of `invalid_options`: every field that is wrong, as `{ field, message, allowed? }`. Of `schema_mismatch`: every value of the answer that does not fit, as `{ field, message, value? }`.',
        ],
        ['`text?`', 'The answer, or the part of it that arrived, where it cannot be used.'],
        [
          '`attempts?`, `cost?`',
          'Of an answer that cannot be used: the requests that were sent, and `{ usd, basis }` of all their answers.',
        ],
      ]
    ),
    '`metadata`, which ToolJet passes on to the app, says how the query went: `operation`, `model`, `request_id`, `warnings` and `rate_limit`',
    'where they are known, `duration_ms`, and `attempts`, which is 0 if nothing was sent.',
    '',
    '## Categories',
    '',
    '`invalid_options` means that the plugin found the mistake itself: nothing was sent, and nothing is billed. Its code is',
    '`invalid_options`, or `cost_limit` if the query could cost more than the connection allows. All other failures are classified by',
    'the first row that matches.',
    '',
    ...table(
      ['category', 'when', 'retryable', 'what to do'],
      [...FAILURE_CLASSES, { ...OTHER_FAILURE, when: [] }].map(row => [
        code(row.category),
        describeConditions(row),
        row.retryable ? 'yes' : 'no',
        row.hint,
      ])
    ),
  ].join('\n');
}

function describeConditions({ when }: Row): string {
  return when.map(describeCondition).filter(Boolean).join('; or ') || 'anything else';
}

const kinds = {
  api: 'an error of the API',
  network: 'the server could not be reached, or the connection was lost',
  response: 'a response that is not valid',
  timeout: 'the time is up',
  cancelled: 'the query was cancelled',
  internal: 'a bug in the plugin',
};

function describeCondition({ kind, status, unsent, codes, types, reason }: Row['when'][number]): string {
  const [from, to] = status ?? [];
  const parts = [
    kind && !codes && kinds[kind],
    unsent && 'nothing was sent',
    from && `HTTP ${from === to ? from : `${from} to ${to}`}`,
    types && `type ${types.map(code).join(', ')}`,
    codes?.map(code).join(', '),
    reason && 'the message says so',
  ];
  return parts.filter(Boolean).join(' and ');
}
