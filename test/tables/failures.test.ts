import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { classifyFailure } from '../../plugins/openai/lib/failures/classify-failure';
import { isOpenAIError } from '../../plugins/openai/lib/failures/error-body';
import { BrokenResponse, OutOfTime, readFailure, UnusableResponse } from '../../plugins/openai/lib/failures/failure';
import { FAILURE_CLASSES } from '../../plugins/openai/lib/failures/failure-classes';
import { NetworkError } from '../../plugins/openai/lib/failures/network-error';
import { createSecretRemover, filterOutgoing } from '../../plugins/openai/lib/failures/outgoing-filter';
import { toQueryError } from '../../plugins/openai/lib/failures/query-error';
import { concealSecrets, createRedaction } from '../../plugins/openai/lib/failures/redaction';
import { formsOf } from '../../plugins/openai/lib/failures/secrets';
import { WORDS } from '../../plugins/openai/lib/failures/server-words';
import { StreamedError } from '../../plugins/openai/lib/failures/streamed-error';
import { DataUrl } from '../../plugins/openai/lib/options/data-url';
import { isUnbilled, mayRepeat } from '../../plugins/openai/lib/transport/retry';
import type { Failure } from '../../plugins/openai/lib/types/failure';
import { group, Page, plainText, show } from './lines';

/** What each failure is told as, whether its request may be sent again, and what is never shown of it. */

expect.addSnapshotSerializer(plainText);

const KEY = 'sk-test-0123456789abcdef';
const connection = readConnection(
  {
    apiKey: KEY,
    baseUrl: 'https://api.invalid:8443/v1?sig=secret-of-url',
    proxyUrl: 'http://user:pass%2Fword@proxy.invalid:3128',
    headers: [['x-secret', 'Basic header-secret-1']],
  },
  '2026-11-02'
);

const operation = { summary: 'complete the chat', transport: { ifMissing: 'It is not there.' } };

function tell(failure: Failure): string {
  const { description, data } = toQueryError({ summary: operation.summary }, failure, lookUpModel('m'), '2026-11-02');
  const { code, category, retryable, hint, docs_url: _, ...rest } = Object(data);
  const repeats = mayRepeat(failure) ? ', sent again' : '';
  const unbilled = isUnbilled(failure) ? ', unbilled' : '';
  return `${category} ${code}${retryable ? ' retryable' : ''}${repeats}${unbilled}: ${description.replace(`\n${hint}`, '')} ${show(rest)}`;
}

const api = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
  effect: 'none' | 'text' | 'lasting' = 'lasting'
) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readFailure(new ApiError(status, new Headers(headers), text, effect, isOpenAIError(text)), connection);
};

const own = (more: object = {}) => ({ error: { message: 'No', type: 'x', code: null, ...more } });

it.each(['none', 'text', 'lasting'] as const)('every status, by the effect of its request: %s', effect => {
  const statuses = [
    300, 304, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 413, 415, 418, 421, 422, 423, 424, 425, 426, 428,
    429, 431, 451, 498, 499, 500, 501, 502, 503, 504, 507, 508, 520, 521, 524, 525, 529, 530, 598, 599, 600,
  ];
  const told = statuses.flatMap(status =>
    [own(), { message: 'No' }, '', '<html><title>Blocked</title></html>'].map((body, at): [string, string] => [
      `${status}${['', ' of a gateway', ' with nothing', ' with a page'][at]},`,
      tell(api(status, body, {}, effect)).replaceAll(String(status), 'STATUS'),
    ])
  );
  expect(new Page(group(told))).toMatchSnapshot();
});

it('how long to wait, and what else headers say', () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-02T12:00:00Z'));
  const headers: Record<string, string>[] = [
    ...[
      '0',
      '1',
      '1.5',
      '-1',
      '',
      'zinc',
      '86400',
      '1e3',
      ' 7 ',
      'Mon, 02 Nov 2026 12:00:10 GMT',
      'Mon, 02 Nov 2026 11:00:00 GMT',
      '0x10',
      'Infinity',
    ].map(wait => ({ 'retry-after': wait })),
    ...['0', '1500', '1.5', '-5', '', 'zinc'].map(wait => ({ 'retry-after-ms': wait })),
    { 'retry-after-ms': '5', 'retry-after': '7' },
    { 'retry-after-ms': 'zinc', 'retry-after': '7' },
    ...['true', 'false', 'TRUE', 'zinc', ''].map(should => ({ 'x-should-retry': should })),
    { 'x-request-id': 'req_1' },
    { 'x-request-id': KEY },
  ];
  const told = headers.map((one): [string, string] => [show(one), tell(api(429, own(), one))]);
  now.mockRestore();
  expect(new Page(group(told))).toMatchSnapshot();
});

it('what errors say of themselves', () => {
  const codes = FAILURE_CLASSES.flatMap(({ when }) => when.flatMap(({ codes: one = [] }) => one));
  const types = FAILURE_CLASSES.flatMap(({ when }) => when.flatMap(({ types: one = [] }) => one));
  const told: [string, string][] = [];
  for (const [name, values] of [
    ['code', codes],
    ['type', types],
  ] as const)
    for (const value of [...new Set(values)])
      for (const status of [400, 429, 500])
        told.push([
          `${value} ${status},`,
          tell(api(status, own({ [name]: value })))
            .replace(` ${value}`, ' ITSELF')
            .replace(/"status":\d+/, '')
            .replace(/"type":"[^"]+"/, ''),
        ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('words of servers', () => {
  const words = [
    'insufficient balance',
    'Insufficient account credits',
    'insufficient funds',
    'exceeded your current quota',
    'exceeded your current quota, retry in 3s',
    'Try again in 5s: exceeded your current quota',
    'your credit balance is too low',
    'account balance is too low',
    'run out of credits',
    'not enough credit',
    'used all available credits',
    'requires more credits',
    'exceeded your monthly included credits',
    'payment required',
    'maximum context length',
    'maximum prompt length',
    'max model length',
    'exceeds the context',
    'exceeded its token limit',
    "exceeds this model's maximum context",
    'exceed available prompt length',
    'input length exceeds',
    'context window was exceeded',
    'context size. exceeded',
    'the context overflow',
    'reached the overflows',
    'reached context length',
    'prompt is too long',
    'prompt exceeds max length',
    'input is too long for it',
    'input token count 5 exceeds',
    'tokens + max_new_tokens must be <= 5',
    "longer than the model's context length",
    'longer than the maximum model length',
    'exceeded model token limit',
    'exceeded this models context window',
    'prompt token count of 7 exceeds',
    'Range of input length should be',
    'too many tokens: size limit exceeded',
    'reduce the length of the messages',
    'the model `x` does not exist',
    'model x has been deprecated',
    'model x was not found',
    'models not found',
    'deployment is not available',
    'model x. does not exist',
    'models/x is not found',
    'invalid model',
    'Unknown model x',
    'unsupported model',
    'no such model',
    'models invalid',
    'x is not a valid model',
    'no endpoints found for x',
    'No endpoints found that match',
    'unable to access model',
    'not found the model',
    'no models loaded',
    'no model loaded',
    'zinc',
    'the modelling does not exist',
    'context',
    'credit',
    'length',
  ];
  const told = words.map((text): [string, string] => [
    `${text},`,
    Object.entries(WORDS)
      .filter(([, pattern]) => pattern.test(text))
      .map(([name]) => name)
      .join(' ') || 'nothing',
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('failures of other kinds', () => {
  const network = (code?: string, unsent = false, effect: 'none' | 'text' | 'lasting' = 'lasting', more: object = {}) =>
    new NetworkError({ code, ...more }, unsent, effect);
  const codes = [
    'ECONNRESET',
    'ENOTFOUND',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_UNTRUSTED',
    'EPROTO',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'ERR_PROXY_REFUSED',
    undefined,
  ];
  const errors: [string, unknown][] = [
    ...codes.flatMap(code =>
      [true, false].map((unsent): [string, unknown] => [`${code}${unsent ? ' unsent' : ''}`, network(code, unsent)])
    ),
    ['reset while reading', network('ECONNRESET', false, 'none')],
    ['declined by a proxy', network('ERR_PROXY_REFUSED', true, 'lasting', { status: 407 })],
    ['out of time', new OutOfTime('Too late')],
    ['JSON', new SyntaxError('Unexpected token')],
    ...[
      'output_truncated',
      'schema_mismatch',
      'answer_too_large',
      'not_json',
      'empty_answer',
      'dimensions_differ',
      'zinc',
    ].map((code): [string, unknown] => [
      code,
      new UnusableResponse(code, 'Why', 'half', [{ field: 'a', message: 'b' }]),
    ]),
    [
      'in a stream',
      new StreamedError({ message: 'No', type: 'server_error', code: 'c', param: 'p', status: 503, retry_after_ms: 5 }),
    ],
    ['in a stream, without words', new StreamedError({})],
    ['in a stream, of other types', new StreamedError({ message: 7, type: '', code: 5, status: '5' })],
    ['broken off', new BrokenResponse(network('ECONNRESET'), 'half')],
    ['broken off at once', new BrokenResponse(new StreamedError({ message: 'No' }), '')],
    ['a missing part', new TypeError('Cannot read')],
    ['a range', new RangeError('Out')],
    ['a bug', new ReferenceError(`x with ${KEY}`)],
    ['no error', 'text'],
    ['nothing', null],
  ];
  const told = errors.map(([name, error]): [string, string] => [`${name},`, tell(readFailure(error, connection))]);
  const steps = (['running the query', 'building the request', 'sending the request'] as const).map(
    (step): [string, string] => [step, tell(readFailure(new TypeError('x'), connection, {}, step))]
  );
  const missing = [404, 403].map((status): [string, string] => [
    `missing ${status}`,
    show(toQueryError(operation, api(status, own()), lookUpModel('m'), '2026-11-02').description),
  ]);
  expect(new Page(group([...told, ...steps, ...missing]))).toMatchSnapshot();
});

it('what is removed from words of servers', () => {
  const remove = createRedaction(connection, {
    prompt: 'my long prompt "quoted"',
    list: ['another text', 'short'],
    n: 7,
  });
  const words = [
    KEY,
    KEY.slice(0, -1),
    `a${KEY}b`,
    `${KEY}${KEY}`,
    encodeURIComponent('secret-of-url'),
    'secret-of-url',
    'secret-of',
    'header-secret-1',
    'Basic header-secret-1',
    'Basic',
    'pass/word',
    'pass%2Fword',
    Buffer.from('user:pass/word').toString('base64'),
    'user',
    'my long prompt "quoted"',
    'my long prompt \\"quoted\\"',
    'my long prompt',
    'another text',
    'short',
    'sk-abc',
    'sk-ab',
    'sk-***',
    'pk-abc123',
    'sess-abc',
    'task-abc',
    'eyJhbGciOiJIUzI1',
    'eyJhbGci',
    'eyJhbGciOi.x-y_z',
    'x'.repeat(999),
    'x'.repeat(1000),
    'x'.repeat(1001),
    `${'x'.repeat(995)}${KEY}`,
    `${'x'.repeat(1005)}${KEY}`,
  ];
  expect(new Page(words.map(text => `${show(text)}: ${show(remove(text))}`))).toMatchSnapshot();
});

it('what is removed from all that leaves', () => {
  const secrets = ['Kq/7+zinc"bZ9', 'plainwordsecret', 'tok_9fA2kQ7mX1vB4nC8'];
  const remove = createSecretRemover(secrets);
  const lines = secrets.map(secret => `${secret}: ${show(formsOf(secret))}`);
  for (const secret of secrets) {
    for (const form of formsOf(secret)) expect(remove(`a ${form} b`)).toBe('a [removed] b');
    for (let length = 1; length <= secret.length; length += 1) {
      const left = [...Array(secret.length - length + 1).keys()].filter(
        at => remove(secret.slice(at, at + length)) !== '[removed]'
      ).length;
      lines.push(`${secret} in runs of ${length}: ${left} of ${secret.length - length + 1} left`);
    }
  }
  const values: unknown[] = [
    'no secret',
    `a ${secrets[2]}`,
    [secrets[2], 1],
    [1, 2, 3],
    { [secrets[2] ?? '']: 1, b: { c: secrets[2] } },
    7n,
    () => 1,
    Symbol('x'),
    null,
    undefined,
    true,
    new Uint8Array([1]),
    new DataUrl('image/png', `AAAA${secrets[2]}`),
    [{ a: [undefined, Number.NaN] }],
  ];
  for (const value of values)
    lines.push(
      `${String(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)))}: ${show(filterOutgoing(value, remove))}`
    );
  const kept = { a: ['x', { b: 1 }] };
  expect(filterOutgoing(kept, remove)).toBe(kept);
  expect(new Page(lines)).toMatchSnapshot();
});

it('what is removed of the servers that tools use', () => {
  const options = {
    mcp_servers: [
      { server_label: 's', authorization: 'token-of-server', headers: { a: 'header-of-server', b: 'short' } },
    ],
    tools: { type: 'mcp', authorization: 'token-of-tool' },
  };
  const values: unknown[] = [
    'a token-of-server b',
    ['token-of-tool', 'header-of-server', 'short'],
    { type: 'mcp', authorization: 'other', headers: { x: ['y', 7, null] }, url: 'u' },
    { type: 'web', authorization: 'other' },
    7,
    null,
  ];
  expect(new Page(values.map(value => `${show(value)}: ${show(concealSecrets(value, options))}`))).toMatchSnapshot();
});

it('what to do about each kind', () => {
  const other = classifyFailure({ kind: 'api', reason: 'No' });
  const lines = [...FAILURE_CLASSES, other].map(({ category, retryable, hint, docs_url }) =>
    [category, retryable, hint, docs_url].join(' ')
  );
  expect(new Page(lines)).toMatchSnapshot();
});
