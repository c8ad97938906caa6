import type OpenAI from 'openai';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import type { Call } from '../../plugins/openai/lib/operation';
import { readModels } from '../../plugins/openai/lib/transport/account-models';
import * as read from '../../plugins/openai/lib/transport/fields';
import { countPages, listUpTo, readPage } from '../../plugins/openai/lib/transport/pages';
import { checkStored, deleteStored, toDeletion } from '../../plugins/openai/lib/transport/stored-object';
import type { Failure } from '../../plugins/openai/lib/types/failure';
import { group, Page, plainText, show } from './lines';

/** Which pages of a list are asked for, and what is read of answers. */

expect.addSnapshotSerializer(plainText);

const connection = readConnection({ apiKey: 'sk-test-0123456789abcdef' }, '2026-11-02');

/** A call whose failures are what is thrown, and which sends everything once. */
function callOf(more: Partial<Call> = {}): Call {
  const unwanted = () => {
    throw new Error('Not in this table');
  };
  return {
    signal: new AbortController().signal,
    connection,
    output: 'full',
    dry_run: false,
    attempt: send => send(),
    lighten: unwanted,
    read: error => Object(error),
    readAnswer: unwanted,
    remaining: () => 60_000,
    ...more,
  };
}

function judge(run: () => unknown): string {
  try {
    return show(run());
  } catch (error) {
    return tellError(error);
  }
}

const tellError = (error: unknown) =>
  error instanceof Error
    ? `${error.constructor.name}: ${error.message} ${show(Reflect.get(error, 'body'))}`
    : show(error);

const server = (pages: unknown[], asked: string[]) => {
  const left = [...pages];
  const get = async (path: string, { query }: { query: object }) => {
    asked.push(`${path}?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`);
    return left.length > 1 ? left.shift() : left[0];
  };
  return Object.assign(Object.create(null), { get }) as OpenAI;
};
const items = (...ids: unknown[]) => ids.map(id => ({ id }));

it('lists, page by page', async () => {
  const more = { has_more: true };
  const lists: [string, unknown[], limit: number, largestPage: number, query?: Record<string, unknown>][] = [
    ['one page', [{ data: items('a', 'b'), has_more: false }], 5, 5],
    ['no page', [{ data: [] }], 5, 5],
    ['as many as wanted', [{ data: items('a', 'b'), ...more }], 2, 2],
    ['as many as there are', [{ data: items('a', 'b'), has_more: false }], 2, 2],
    ['more than wanted', [{ data: items('a', 'b', 'c') }], 2, 5],
    ['two pages', [{ data: items('a', 'b'), ...more }, { data: items('c') }], 5, 2],
    [
      'a part of the second page',
      [
        { data: items('a', 'b'), ...more },
        { data: items('c', 'd'), ...more },
      ],
      3,
      2,
    ],
    ['from a place on', [{ data: items('b'), ...more }, { data: items('c') }], 5, 1, { after: 'a', order: 'asc' }],
    ['by last_id', [{ data: items('a'), last_id: 'z', ...more }, { data: items('b') }], 5, 1],
    ['last_id is no text', [{ data: items('a'), last_id: 7, ...more }, { data: items('b') }], 5, 1],
    ['no ids', [{ data: items(7), ...more }], 5, 1],
    ['the same page again and again', [{ data: items('a', 'b'), ...more }], 9, 2],
    ['a page that ends where it should begin', [{ data: items('a', 'b'), ...more }], 9, 2, { after: 'b' }],
    ['empty pages', [{ data: [], last_id: 'a', ...more }], 9, 2],
    ['has_more is a text', [{ data: items('a'), has_more: 'true' }], 5, 1],
    ['a bare list', [items('a', 'b')], 5, 5],
    ['no list on the second page', [{ data: items('a'), ...more }, '<html>'], 5, 1],
    ['an error on the second page', [{ data: items('a'), ...more }, { error: { message: 'No' } }], 5, 1],
  ];
  const lines: string[] = [];
  for (const [name, pages, limit, largestPage, query = {}] of lists) {
    const asked: string[] = [];
    const request = { path: '/x', query, limit, largestPage };
    const listed = await listUpTo(server(pages, asked), request, callOf()).then(show, tellError);
    lines.push(`${name}, ${limit} by ${largestPage} (${countPages(request)}) -> ${asked.join(' ')} -> ${listed}`);
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('what is a list', () => {
  const bodies: unknown[] = [
    ...[
      null,
      undefined,
      7,
      '',
      'zinc',
      '<html>',
      '[]',
      '{"data":[{"id":"a"}]}',
      [],
      [7],
      [{}],
      [[]],
      {},
      { data: null },
    ],
    ...[[], {}, 'x', [7], [7, { id: 'a' }], [null, []]].map(data => ({ data })),
    ...[[], [{ name: 'a' }], 'x'].map(models => ({ models })),
    { data: [{ id: 'a' }], models: [{ id: 'b' }] },
    { data: null, models: [{ id: 'b' }] },
    { data: 'x', models: [{ id: 'b' }] },
    { message: 'No' },
    { detail: 'No', status: 404 },
    { error: { message: 'No' } },
    { data: [{ id: 7 }, { name: 'n', id: '' }, { id: 'c', created: '5', shutdown_date: '2026-12-01', x: 1 }] },
  ];
  const told = bodies.map((body): [string, string] => [
    show(body),
    `${judge(() => readPage(body))}; models ${judge(() => readModels(body))}`,
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('fields of an answer', () => {
  const shapes = {
    text: read.text,
    number: read.number,
    flag: read.flag,
    anything: read.anything,
    anyObject: read.anyObject,
    object: read.object({ a: read.text, b: read.object({ c: read.number }) }),
    list: read.list(read.number),
    places: read.places(read.number),
    table: read.table(read.text),
  };
  const sent: unknown[] = [
    ...[undefined, null, '', ' ', 'x', '7', ' 7 ', '1e400', 0, 1.5, true, 'true', 'false', [], {}, [1, '2', 'x', null]],
    ...[
      { a: 'x', b: { c: 'x' } },
      { a: {}, b: 7, c: 1 },
      { a: null, b: { c: '3', d: 4 } },
      { a: 1, b: null },
    ],
    [{}, [], {}, 'x', true, {}, {}],
    [{}, [], {}, 'x', true],
  ];
  const lines = Object.entries(shapes).flatMap(([name, shape]) => [
    `${name}:`,
    ...group(
      sent.map(one => {
        const warned: string[] = [];
        const value = read.readFields<unknown>(one, shape, (...words) => warned.push(words.join(': ')));
        const unread: string[] = [];
        shape(one, 'at', unread);
        return [show(one), [show(value), show(unread), ...warned].join('; ')];
      })
    ),
  ]);
  expect(new Page(lines)).toMatchSnapshot();
});

it('fields that are absent are no fields', () => {
  const shape = read.object({ a: read.text, b: read.number });
  expect(shape({ b: 1, c: 2 }, '', [])).toStrictEqual({ b: 1 });
  expect(shape({ a: null, b: 'x' }, '', [])).toStrictEqual({});
  expect(read.table(read.text)({ a: 'x', b: [], c: null }, '', [])).toStrictEqual({ a: 'x' });
});

it('stored objects and deletions', async () => {
  const bodies: unknown[] = [
    { id: 'a' },
    { id: '' },
    { id: 7 },
    {},
    null,
    'x',
    '{"id":"a"}',
    { error: { message: 'No' } },
  ];
  const lines = group(bodies.map(body => [show(body), judge(() => checkStored(body as object))]));
  for (const deleted of [true, false, 'true', undefined])
    lines.push(`deleted ${show(deleted)} -> ${judge(() => toDeletion('Done', { id: 'a', deleted } as never))}`);
  const failures: Partial<Failure>[] = [
    ...[400, 404, 408, 409, 429, 499, 500, 502, 503].map(status => ({ kind: 'api' as const, status })),
    ...(['network', 'timeout', 'response'] as const).map(kind => ({ kind })),
    { kind: 'network', unsent: true },
    { kind: 'api' },
  ];
  for (const failure of failures) {
    const call = callOf();
    const answers: unknown[] = [failure, { kind: 'api', status: 404 }];
    const send = async () => {
      throw answers.shift();
    };
    await expect(deleteStored('a', send, call)).rejects.toBe(failure);
    const second = await deleteStored('a', send, call).then(show, tellError);
    lines.push(`${show(failure)}, then 404 -> ${second}`);
  }
  lines.push(`at once -> ${show(await deleteStored('a', async () => ({ id: 'b', deleted: false }), callOf()))}`);
  expect(new Page(lines)).toMatchSnapshot();
});
