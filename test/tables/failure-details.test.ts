import { QueryError } from '@tooljet/plugins-sdk-shim';
import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { classifyFailure } from '../../plugins/openai/lib/failures/classify-failure';
import { findWords, isOpenAIError, readErrorBody } from '../../plugins/openai/lib/failures/error-body';
import { BrokenResponse, NoRoom, readFailure, UnusableResponse } from '../../plugins/openai/lib/failures/failure';
import { internalFailure } from '../../plugins/openai/lib/failures/internal-failure';
import { NetworkError } from '../../plugins/openai/lib/failures/network-error';
import { toQueryError } from '../../plugins/openai/lib/failures/query-error';
import { StreamedError } from '../../plugins/openai/lib/failures/streamed-error';
import { writeJson } from '../../plugins/openai/lib/failures/write-json';
import type { Failure } from '../../plugins/openai/lib/types/failure';
import { group, Page, plainText, show } from './lines';

/** Failures at the edges of what their class, their body and their connection say of them. */

expect.addSnapshotSerializer(plainText);

const plain = readConnection({ apiKey: 'sk-test-0123456789abcdef', baseUrl: 'https://api.invalid/v1' }, '2026-11-02');
const proxied = { ...plain, proxyUrl: 'http://proxy.invalid:3128' };

it('a status beyond those that its words and codes belong to', () => {
  const words = [
    'maximum context length',
    'the model does not exist',
    'No such organization: org-x',
    'You have insufficient permissions',
    'API key expired',
    'Request too large for it',
    'The request too large',
    'Rate limit reached',
  ];
  const statuses = [undefined, 399, 400, 401, 403, 404, 405, 406, 422, 423, 428, 429, 430, 499, 500, 501, 599, 600];
  const told = words.flatMap(reason =>
    statuses.map((status): [string, string] => {
      const failure: Failure = { kind: 'api', reason, ...(status && { status }) };
      const { category, retryable } = classifyFailure(failure);
      return [`${status},`, `${reason}: ${category}${retryable ? ', retryable' : ''}`];
    })
  );
  const pages = statuses.map((status): [string, string] => {
    const failure: Failure = { kind: 'api', reason: 'No', code: 'web_page', ...(status && { status }) };
    return [`${status},`, `a page: ${classifyFailure(failure).category}`];
  });
  const types = ['permission_error', 'rate_limit_error', 'RESOURCE_EXHAUSTED', 'UNAUTHENTICATED'].flatMap(type =>
    [undefined, 200, 418, 500].map((status): [string, string] => [
      `${type} ${status},`,
      classifyFailure({ kind: 'api', reason: 'No', type, ...(status && { status }) }).category,
    ])
  );
  expect(new Page(group([...told, ...pages, ...types]))).toMatchSnapshot();
});

it('bodies whose codes, places and waits have no form as text, or nearly one', () => {
  const object = { toString: 1, valueOf: 1 };
  const bodies: unknown[] = [
    ...[object, [404], true, '0404', '1404', '404.5', '4xx', 404.5, '599', 400].map(code => ({ code })),
    ...[[object], [object, 'a'], ['body', 'a', 0], ['body']].map(loc => ({ loc })),
    ...[object, 5, '1.2.3s', '22sec', 'in 22s', '1.5s'].map(retryDelay => ({ details: [{ retryDelay }] })),
    ...[{ details: [{ retryDelay: object }, { retryDelay: '7s' }] }, { details: { retryDelay: '7s' } }],
    ...[{ type: object, param: object }, { status: 'A-B' }, { status: 'UNAVAILABLE', code: 429 }],
  ];
  const told = bodies.map((body): [string, string] => [
    show(body),
    show(findWords({ message: 'No', ...Object(body) })).replace('{"message":"No"}', 'nothing more'),
  ]);
  const texts = ['"No"', '{"error":"\\"No\\""}', '7', 'true', '{"message":"7"}', '{"message":"{\\"msg\\":\\"No\\"}"}'];
  const errors = ['message type', 'message code', 'message', 'type code', 'message type code'].map(names => ({
    error: Object.fromEntries(names.split(' ').map(name => [name, 'x'])),
  }));
  const lines = [
    ...group(told),
    ...texts.map(text => `${text} says ${show(readErrorBody(text, 400))}`),
    ...errors.map(error => `${show(error)} is ${isOpenAIError(JSON.stringify(error)) ? "the API's own" : 'another'}`),
    `with a byte order mark ${isOpenAIError(`\uFEFF${JSON.stringify(errors[0])}`)}`,
  ];
  expect(new Page(lines)).toMatchSnapshot();
});

it('errors of connections with and without a proxy', () => {
  const causes: object[] = [
    { code: 'ECONNREFUSED' },
    { code: 7 },
    { code: 'CERT_HAS_EXPIRED' },
    { code: 'CERT_HAS_EXPIRED', isOfProxy: true },
    { code: 'CERT_HAS_EXPIRED', isOfProxy: 'yes' },
    { code: 'ERR_PROXY_REFUSED', status: 407 },
    { code: 'ERR_PROXY_REFUSED', status: '407' },
  ];
  const isOfProxy = (cause: object) => 'isOfProxy' in cause || 'status' in cause;
  const told = causes.flatMap(cause =>
    [true, false].flatMap(unsent =>
      (isOfProxy(cause) ? [proxied] : [plain, proxied]).map((connection): [string, string] => [
        `${show(cause)}${unsent ? ' unsent' : ''}${connection === plain ? '' : ' by proxy'},`,
        show(readFailure(new NetworkError(cause, unsent, 'text'), connection)),
      ])
    )
  );
  const others = [null, undefined, 'text'].map((cause): [string, string] => [
    `${cause},`,
    show(readFailure(new NetworkError(cause, true, 'none'), plain)),
  ]);
  expect(new Page(group([...told, ...others]))).toMatchSnapshot();
});

it('errors of the plugin itself, and what a log is told of them', () => {
  const error = new TypeError('secret of a user\nso at noon it ended');
  error.stack = `TypeError: ${error.message}\n    at read (a.ts:1:2)\n    at node:internal/x:3:4`;
  const thrown: unknown[] = [
    error,
    'text',
    null,
    undefined,
    7,
    {},
    { name: 7, message: 7 },
    { name: '', message: 'm' },
  ];
  const lines = thrown.flatMap(one =>
    [undefined, (text: string) => text.replace('secret', '***')].map(redact => {
      const { cause, ...failure } = internalFailure(one, 'running the query', redact);
      return `${show(one)}: ${show(failure)} ${cause.name} ${show(cause.message)} ${show(cause.stack)}`;
    })
  );
  const steps = (['reading the response', 'sending the request'] as const).flatMap(step =>
    [new TypeError('a'), new RangeError('b'), new ReferenceError('c')].map(
      one => `${one.name} while ${step}: ${show(readFailure(one, plain, {}, step))}`
    )
  );
  const own = new QueryError('Could not do it', 'The id is no id', {});
  const messages = [
    new ApiError(404, new Headers(), '', 'text', false),
    new NetworkError({}, true, 'text'),
    new UnusableResponse('code', 'The reason'),
    new BrokenResponse(own, 'half'),
    new BrokenResponse('text', 'half'),
    new StreamedError({ message: 'No' }),
    new StreamedError({ message: 7 }),
  ].map(one => String(one));
  expect(new Page([...lines, ...steps, show(readFailure(own, plain)), ...messages])).toMatchSnapshot();
});

it('what an error holds besides its words', () => {
  const failures: Partial<Failure>[] = [
    {},
    { status: 429, type: 't', param: 'p', request_id: 'req_1', retry_after_ms: 0 },
    { text: '', problems: [] },
    { text: 'half', problems: [{ field: 'a', message: 'b' }] },
    { spent: { attempts: 2, cost: null }, earlier: ['one', 'two'] },
    { code: 'own' },
    { status: 404 },
    { code: 'model_not_found' },
  ];
  const known = lookUpModel('gpt-6-luna');
  const ended = (replacement: string[]) => ({
    ...known,
    id: 'old',
    model: Object.assign({}, known.model, { id: 'old', shutdown_date: '2026-01-01', replacement }),
  });
  const models = { known, unknown: { id: 'x' }, ended: ended([]), replaced: ended(['gpt-6-luna']) };
  const told = failures.flatMap(more =>
    [undefined, 'It is not there.'].flatMap(ifMissing =>
      Object.entries(models).map(([name, model]): [string, string] => {
        const operation = { summary: 'do it', ...(ifMissing && { transport: { ifMissing } }) };
        const failure: Failure = { kind: 'api', reason: 'No', ...more };
        const { message, description, data } = toQueryError(operation, failure, model, '2026-11-02');
        const { hint, docs_url: _, ...rest } = data;
        const words = description.endsWith(`\n${hint}`) ? description : `${description} WITHOUT ${hint}`;
        return [`${show(more)}${ifMissing ? ' of what may be missing' : ''} ${name},`, show([message, words, rest])];
      })
    )
  );
  expect(new Page(group(told))).toMatchSnapshot();
  const cause = new Error('why');
  const error = toQueryError(
    { summary: 'do it' },
    { kind: 'api', reason: 'No', cause },
    lookUpModel('m'),
    '2026-11-02'
  );
  expect([error.cause, Object.keys(error).includes('cause')]).toEqual([cause, false]);
});

it('how long a rate limit leaves no room', () => {
  const waits = [1, 1000, 1001, 119_000, 119_001, 120_001, 7_140_000, 7_140_001, 7_200_001, 10_800_001];
  const told = waits.map((wait): [string, string] => {
    const { reason, kind, code } = readFailure(new NoRoom(wait), plain);
    return [`${wait},`, `${kind} ${code}: ${reason}`];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('queries that ended before they were done', () => {
  const told = (['timeout', 'cancelled', 'network'] as const).flatMap(kind =>
    [undefined, false, true].flatMap(unsent =>
      [undefined, 'rate_limit'].map((code): [string, string] => {
        const failure: Failure = { kind, reason: 'No', ...(unsent !== undefined && { unsent }), ...(code && { code }) };
        const { category, retryable, hint } = classifyFailure(failure);
        return [`${kind} ${unsent} ${code},`, `${category}${retryable ? ' retryable' : ''}: ${hint}`];
      })
    )
  );
  expect(new Page(group(told))).toMatchSnapshot();
});

it('values that JSON cannot hold', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const throwing = (error: Error) => ({
    toJSON() {
      throw error;
    },
  });
  const values = [{ a: 1 }, [10n], circle, throwing(new TypeError('own')), throwing(new RangeError('BigInt'))];
  const lines = values.map((value, at) => {
    try {
      return `${at}: ${writeJson(value)}`;
    } catch (error) {
      return `${at}: ${String(error)} ${show(Object(error).description)} ${show(Object(error).data)}`;
    }
  });
  expect(new Page(lines)).toMatchSnapshot();
});
