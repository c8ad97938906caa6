import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { checkBody, unusable } from '../../plugins/openai/lib/failures/body-check';
import { findWords, isOpenAIError, readErrorBody } from '../../plugins/openai/lib/failures/error-body';
import { BrokenResponse, readFailure, UnusableResponse } from '../../plugins/openai/lib/failures/failure';
import { StreamedError } from '../../plugins/openai/lib/failures/streamed-error';
import { describePage, isPage } from '../../plugins/openai/lib/failures/web-page';
import { group, Page, plainText, show } from './lines';

/** Where the words of a server are found in the body of an error, and which body is one. */

expect.addSnapshotSerializer(plainText);

const words = (body: unknown) => show(findWords(body));
const nest = (levels: number, wrap: (inner: unknown) => unknown, inner: unknown): unknown =>
  levels === 0 ? inner : wrap(nest(levels - 1, wrap, inner));

it('under every name, and which one goes first', () => {
  const names =
    'message msg error_message error_msg errorMessage error_description detail details reason title description Message raw error errors'.split(
      ' '
    );
  const told: [string, string][] = names.flatMap((name, at) => {
    const { [at + 1]: next = 'zinc' } = names;
    return [
      [`${name}`, words({ [name]: 'No' })],
      [`${name} and the next`, words({ [next]: 'second', [name]: 'first' })],
      [`${name}, empty, and the next`, words({ [name]: '', [next]: 'second' })],
      [`${name} of an object`, words({ [name]: { message: 'inner' } })],
      [`${name} of an object, beside a message`, words({ [name]: { message: 'inner' }, msg: 'outer' })],
      [`${name} of a list`, words({ [name]: ['one', 'two'] })],
      [`${name} of a list of objects`, words({ [name]: [{ message: 'one' }, { message: 'two' }, { message: 'one' }] })],
      [`${name} of a number`, words({ [name]: 7 })],
      [`${name} twice`, words({ [name]: 'No', error: 'No' })],
      [`${name} in place of the API's own`, `${isOpenAIError(JSON.stringify({ error: { [name]: 'No', type: 'x' } }))}`],
    ];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('at every depth, in lists of every length', () => {
  const wraps: Record<string, (inner: unknown) => unknown> = {
    objects: error => ({ error }),
    lists: inner => [inner],
    texts: inner => JSON.stringify([inner]),
    routers: raw => ({ metadata: { raw } }),
    fields: errors => ({ errors: { errors } }),
  };
  const told = Object.entries(wraps).flatMap(([name, wrap]) =>
    [...Array(9).keys()].flatMap((levels): [string, string][] => [
      [`${levels} ${name} around a text`, words(nest(levels, wrap, 'No'))],
      [`${levels} ${name} around an object`, words(nest(levels, wrap, { message: 'No' }))],
      [`${levels} ${name} around fields`, words(nest(levels, wrap, { name: ['is long', 'is odd'], n: [] }))],
    ])
  );
  const lists = [0, 1, 4, 5, 6].map((length): [string, string] => [
    `${length} texts`,
    words([...Array(length).keys()].map(at => `${at}`)),
  ]);
  expect(new Page(group([...told, ...lists]))).toMatchSnapshot();
});

it('with the field they are about, and what a router was told', () => {
  const bodies: unknown[] = [
    { loc: ['body', 'n'], msg: 'is odd' },
    { loc: [], msg: 'is odd' },
    { loc: 'n', msg: 'is odd' },
    { loc: ['body', 'n'], msg: 'is odd', param: 'own' },
    { loc: ['n', 0], error: 'is odd' },
    { errors: { a: ['x'], b: ['y', 7], c: [], d: 'z' } },
    { errors: { a: 7 } },
    { a: ['x'] },
    ...[{ message: 'No', metadata: { raw: 'Why' } }, { metadata: { raw: 'Why' } }, { metadata: 'x', message: 'No' }],
    ...[
      { message: 'No: Why', metadata: { raw: 'Why' } },
      { message: 'No', metadata: { raw: '{"error":"Why"}' } },
    ],
    ...['', ' ', 'No', ' No ', '{', '{"message":"No"}', ' [{"message":"No"}]', '\uFEFF{"message":"No"}', 'a\u0001b'],
    ...['a\nb', '<html>No</html>', '<Error><Message>No</Message></Error>', '<message>\nNo\n</message>', '7', 'null'],
    ...[null, undefined, 7, true, [], {}, [null, 'No', 7]],
  ];
  expect(new Page(group(bodies.map(body => [show(body), words(body)])))).toMatchSnapshot();
});

it('with codes, types, statuses and waits', () => {
  const values = [
    404,
    '404',
    '4040',
    399,
    400,
    599,
    600,
    'x',
    '',
    0,
    null,
    'QUEUED',
    'queued',
    'Q_A',
    'Q-A',
    'E100',
    '1E2',
  ];
  const names = 'code error_code errorCode status_code statusCode status type error_type param'.split(' ');
  const one = names.flatMap(name =>
    values.map((value): [string, string] => [`${name}=${show(value)}`, words({ message: 'No', [name]: value })])
  );
  const google = ['RESOURCE_EXHAUSTED', 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'UNAVAILABLE', 'INTERNAL', 'OTHER'];
  const waits = ['22s', '0.5s', '0.0001s', '5', 's', 'x5s', '5s ', 7];
  const others: unknown[] = [
    ...google.map(status => ({ status })),
    ...waits.map(retryDelay => ({ details: [{}, { retryDelay }, { retryDelay: '9s' }] })),
    ...[{ details: '22s' }, { details: [7, null] }, { code: 'a', error_code: 'b', errorCode: 'c' }],
    ...[
      { code: 7, error_code: 'b' },
      { code: 'x', status_code: 500, status: 400 },
      { type: 'a', error_type: 'b' },
    ],
    ...[
      { status: 'ABC', type: 'a' },
      { code: 'outer', error: { message: 'inner', code: 'inner', type: 't' } },
    ],
  ];
  const all = others.map((body): [string, string] => [show(body), words({ message: 'No', ...Object(body) })]);
  expect(new Page(group([...one, ...all]))).toMatchSnapshot();
});

function check(body: unknown, errorIsData?: boolean): string {
  try {
    return `is ${show(checkBody(body, errorIsData))}`;
  } catch (error) {
    return describe(error);
  }
}

function describe(error: unknown): string {
  if (error instanceof UnusableResponse) return `${error.code}: ${error.reason}`;
  return error instanceof StreamedError ? `error ${show(error.body)}: ${error.message}` : `OTHER ${error}`;
}

it('a body of a response that succeeded', () => {
  const bodies: unknown[] = [
    ...['', ' ', '{"a":1}', '\uFEFF{"a":1}', '{', 'zinc', '<!doctype html><title>Sign in</title>', '"x"', '7', 'null'],
    ...[null, undefined, 7, [], {}, { a: 1 }, { error: null }, { error: '' }, { error: 'No' }, { error: 7 }],
    ...[{ error: {} }, { error: { message: 'No', code: 429 } }, [{ error: { message: 'No' } }], [{}, { error: 'No' }]],
    ...[{ errors: [] }, { errors: ['No'] }, { errors: ['No'], data: [] }, { errors: ['No'], data: null }],
    ...[{ errors: ['No'], data: [], success: false }, { success: false }, { success: true }, { object: 'error' }],
    ...[{ errors: 'No' }, { object: 'error', message: 'No' }, { success: false, message: 'No', code: 'x' }],
    ...['errors', 'message', 'msg', 'detail', 'error_message', 'error_msg', 'reason'].map(name => ({ [name]: 'No' })),
    ...[{ message: 'No', code: 'x' }, { message: 'No', type: 't' }, { message: 'No', status: 500 }, ['No'], ['']],
  ];
  const told = bodies.flatMap((body): [string, string][] => [
    [show(body), check(body)],
    [`${show(body)} as data`, check(body, true)],
    [`${show(body)} of no use`, describe(unusable(body, 'Nothing is in it'))],
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('pages, and their titles', () => {
  const head = (text: string) => `<html><head>${text}</head></html>`;
  const long = 'z'.repeat(130);
  const pages = [
    ...['<!DOCTYPE html>', '<!doctype\nHTML>', '<HTML lang="de">', '<head>', '<body>', '<title>', '<center>', '<h1>'],
    ...['<h2>', '<p>', '<htmlx>', 'x<html>', ' \n<html>', '<?xml version="1.0"?> <html>', '<?xml version="1.0"?><a/>'],
    ...[`<!-- ${'x'.repeat(490)} --><html>`, `<!-- ${'x'.repeat(510)} --><html>`, `${' '.repeat(1995)}<html>`],
    ...[`${' '.repeat(1994)}<html>`, '<!--a--><!--b--><html>', ''],
    ...[
      head('<title>Sign in</title>'),
      head('<title> Sign&nbsp;in <b>now</b>\n here</title>'),
      head('<title></title>'),
    ],
    ...[head('<h1>Busy</h1>'), head('<h2 class="x">Busy</h2>'), head('<h3>Busy</h3>'), head('<title>a</h1>')],
    ...[
      head(`<title>${long}</title>`),
      head(`<title>${'z'.repeat(300)}</title>`),
      head(`<title>${'z'.repeat(301)}</title>`),
    ],
  ];
  const told = pages.flatMap((page): [string, string][] => [
    [show(page), isPage(page) ? 'a page' : 'no page'],
    ...[200, 399, 400, 503].map((status): [string, string] => [`${show(page)} ${status}`, describePage(page, status)]),
    [`${show(page)} as an error`, show(readErrorBody(page, 503))],
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('nothing that was sent is quoted, wherever a server puts it', () => {
  const KEY = 'sk-test-0123456789abcdef';
  const PROMPT = 'A private prompt';
  const connection = readConnection({ apiKey: KEY }, '2026-11-02');
  const secrets = [KEY, PROMPT, `so ${KEY} and ${PROMPT}.`, 'zinc'];
  const errors = secrets.flatMap((secret): [string, unknown][] => [
    ...['message', 'code', 'type', 'param'].flatMap((name): [string, unknown][] => {
      const body = { message: 'No', [name]: secret };
      return [
        [`${name} of a response`, new ApiError(400, new Headers(), JSON.stringify({ error: body }), 'text', true)],
        [`${name} of a stream`, new StreamedError(body)],
      ];
    }),
    ['an id', new ApiError(400, new Headers({ 'x-request-id': secret }), '', 'text', false)],
    ['a reason', new UnusableResponse('zinc', secret)],
    ['a code', new UnusableResponse(secret, 'No')],
    ['a part', new BrokenResponse(new StreamedError({ message: secret }), 'half')],
    ['a bug', new ReferenceError(secret)],
  ]);
  const told = errors.map(([name, error]): [string, string] => {
    const { cause, ...failure } = readFailure(error, connection, { prompt: PROMPT });
    return [name, show({ ...failure, ...(cause && { cause: cause.message }) })];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});
