import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { createSecretRemover, filterOutgoing } from '../../plugins/openai/lib/failures/outgoing-filter';
import { concealSecrets, createRedaction } from '../../plugins/openai/lib/failures/redaction';
import { formsOf, listConnectionSecrets, listQuerySecrets } from '../../plugins/openai/lib/failures/secrets';

const KEY = 'Kq/7+zinc"bZ9';

describe('a secret in another form', () => {
  it.each<[string, string]>([
    ['as it is', KEY],
    ['in JSON', JSON.stringify(KEY).slice(1, -1)],
    ['in JSON that escapes slashes', JSON.stringify(KEY).slice(1, -1).replaceAll('/', '\\/')],
    ['in a URL', encodeURIComponent(KEY)],
    ['in a URL in lower case', encodeURIComponent(KEY).replace(/%../g, code => code.toLowerCase())],
    ...[0, 1, 2].map((before): [string, string] => [
      `in base64 with ${before} bytes before`,
      Buffer.from(`${'~'.repeat(before)}${KEY}`).toString('base64'),
    ]),
    ['in base64 for URLs', Buffer.from(`~${KEY}`).toString('base64url')],
  ])('is removed: %s', (_, form) => {
    const shown = createSecretRemover([KEY])(`got ${form} here`);
    expect(shown).toMatch(/^got .{0,4}\[removed\].{0,4} here$/);
    expect(formsOf(KEY).filter(other => shown.includes(other))).toEqual([]);
  });

  const long = 'tok_9fA2kQ7mX1vB4nC8';
  it.each([8, 9, 12, long.length - 1])('is removed in a run of %i characters', length => {
    for (let at = 0; at + length <= long.length; at += 1) {
      const shown = createSecretRemover([long])(`${'.'.repeat(at % 5)}${long.slice(at, at + length)} zinc`);
      expect(shown).toBe(`${'.'.repeat(at % 5)}[removed] zinc`);
    }
  });

  it('is left in a run of 7, and where it looks like a word', () => {
    for (const part of [long.slice(0, 7), long.slice(-7), `so ${long.slice(-7)}`, `${long.slice(0, 7)} so`])
      expect(createSecretRemover([long])(part)).toBe(part);
    expect(createSecretRemover(['notrequired'])('it is required')).toBe('it is required');
    expect(createSecretRemover(['notrequired'])('it is notrequired')).toBe('it is [removed]');
  });
});

it('remembers no more texts without secrets than it has room for', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const remove = createSecretRemover([KEY]);
  const before = process.memoryUsage().heapUsed;
  for (let text = 0; text < 100; text += 1) remove(Buffer.alloc(1_000_000, String(text)).toString('latin1'));
  collectGarbage();
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(30);
});

describe('the secrets of a connection', () => {
  it('are key, headers, and what URLs hold, whole and in words', () => {
    const fields = {
      apiKey: ' sk-12345678 ',
      headers: { 'x-secret': 'Basic abcdefgh1', Accept: 'application/json', 'openai-beta': 'assistants=v2' },
      baseUrl: 'https://name:pass%2Fword1@host/v1?sig=abcdefgh2&api-version=2026-01-01',
      proxyUrl: 'http://proxyname:proxyword@host:8080',
    };
    expect(listConnectionSecrets(fields).toSorted()).toEqual(
      ['Basic abcdefgh1', 'abcdefgh1', 'abcdefgh2', 'pass/word1', 'proxyname', 'proxyword', 'sk-12345678'].toSorted()
    );
  });

  it.each([
    ['JSON', '{"x-a":"abcdefgh1"}'],
    ['pairs', [['x-a', 'abcdefgh1']]],
    ['text that is no JSON', 'abcdefgh1'],
    ['text of entries', ['abcdefgh1']],
  ])('are also in headers given as %s', (_, headers) => {
    expect(listConnectionSecrets({ headers })).toEqual(['abcdefgh1']);
  });

  it('have 8 characters at least', () => {
    expect(listConnectionSecrets({ apiKey: '1234567' })).toEqual([]);
    expect(listConnectionSecrets({ apiKey: '12345678' })).toEqual(['12345678']);
  });
});

describe('the secrets of a query', () => {
  const server = { type: 'mcp', server_label: 'shop', authorization: 'token-123', headers: { 'x-a': 'header-123' } };

  it.each(['mcp_servers', 'tools', 'extra_parameters', 'body', 'requests'])('are those of the servers in %s', name => {
    expect(listQuerySecrets({ [name]: [server] })).toEqual(['token-123', 'header-123']);
    expect(listQuerySecrets({ [name]: JSON.stringify({ tools: [server] }) })).toEqual(['token-123', 'header-123']);
  });

  it.each([{ server_label: 'a' }, { server_url: 'https://a' }, { type: 'mcp' }])('are those of %j', one => {
    expect(listQuerySecrets({ tools: [{ ...one, authorization: 'token-123' }] })).toEqual(['token-123']);
  });

  it('are not what other tools and options hold', () => {
    expect(listQuerySecrets({ tools: [{ type: 'function', authorization: 'token-123' }], prompt: [server] })).toEqual(
      []
    );
  });

  it('are hidden in a copy of a request, with those of any server in it', () => {
    const other = { type: 'mcp', authorization: 'unknown-1', headers: { 'x-b': ['unknown-2', 7] } };
    const shown = concealSecrets({ text: 'so token-123 it is', list: [other], n: 1 }, { tools: [server] });
    expect(shown).toEqual({
      text: 'so [removed] it is',
      list: [{ type: 'mcp', authorization: '[removed]', headers: { 'x-b': ['[removed]', 7] } }],
      n: 1,
    });
  });
});

describe("a server's words", () => {
  const connection = readConnection(
    { apiKey: 'plain-key-1', headers: { 'x-a': 'Basic abcdefgh1' }, proxyUrl: 'http://me:pass%2Fword@proxy:80' },
    '2026-11-02'
  );
  const remove = createRedaction(connection, { prompt: 'Tell "me" of zinc', extra_parameters: { user: 'user-1234' } });

  it.each([
    ['the key', 'plain-key-1'],
    ['a header', 'Basic abcdefgh1'],
    ['a word of a header', 'abcdefgh1'],
    ["the proxy's password", 'pass/word'],
    ["the proxy's password as it is written", 'pass%2Fword'],
    ['what the proxy receives', Buffer.from('me:pass/word').toString('base64')],
    ['the prompt', 'Tell "me" of zinc'],
    ['the prompt as JSON', 'Tell \\"me\\" of zinc'],
    ['an extra parameter', 'user-1234'],
    ['any key of the API', 'sk-proj-***abc'],
    ['a session', 'sess-abc1'],
    ['a token', 'eyJhbGciOiJIUzI1NiJ9.e30.abc'],
  ])('do not show %s', (_, secret) => {
    expect(remove(`It got ${secret}, no`)).toBe('It got [removed], no');
  });

  it('are shown besides, up to 1,000 characters', () => {
    expect(remove('It got sk-12, eyJa, me and zinc')).toBe('It got sk-12, eyJa, me and zinc');
    expect(remove('x'.repeat(1001))).toBe('x'.repeat(1000));
  });
});

describe('what leaves', () => {
  const remove = (text: string) => text.replaceAll('secret', '*');

  it('is the same object where there is nothing to remove', () => {
    const value = { a: [1, 'b', { c: null }], d: new Uint8Array(2), e: [0.5, 1], f: [] };
    expect(filterOutgoing(value, remove)).toBe(value);
  });

  it('is changed in its values and never in its names', () => {
    expect(filterOutgoing([1, 'secret', 2], remove)).toEqual([1, '*', 2]);
    const value = { secret: ['a secret', { b: 'secret' }], n: 10n, f: () => 1, s: Symbol('s') };
    expect(filterOutgoing(value, remove)).toEqual({ secret: ['a *', { b: '*' }], n: '10', f: undefined, s: undefined });
  });
});
