import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { createSecretRemover, filterOutgoing } from '../../plugins/openai/lib/failures/outgoing-filter';
import { concealSecrets, createRedaction } from '../../plugins/openai/lib/failures/redaction';
import { formsOf, listConnectionSecrets, listQuerySecrets } from '../../plugins/openai/lib/failures/secrets';
import { Page, plainText, show } from './lines';

/** What counts as a secret, exactly at its limits, and what is left of a text that holds one. */

expect.addSnapshotSerializer(plainText);

it('secrets of a connection', () => {
  const connections: Record<string, unknown>[] = [
    ...[undefined, null, 7, '', 'abcdefg', 'abcdefgh', ' abcdefgh ', ['abcdefgh']].map(apiKey => ({ apiKey })),
    ...[' Basic abcdefg1 ', 'Bearer  abcdefg1\tabcdefg2'].map(header => ({ headers: { 'x-a': header } })),
    ...['12345678', ' {"x-a":"abcdefg1"}', ' [["x-a","abcdefg1"]]', '{"x-a":"abcdefg1"', '"abcdefg1"'].map(headers => ({
      headers,
    })),
    ...[[['x-a', 'abcdefg1']], [[7, 'abcdefg1']], [['x-a', { b: 'abcdefg1' }]], ['abcdefg1'], 7, null].map(headers => ({
      headers,
    })),
    ...'accept accept-language x-accept content-type x-content-type user-agent user-agent-key x-user-agent'
      .split(' ')
      .map(name => ({ headers: { [name]: 'abcdefg1' } })),
    ...'openai-beta openai-organization openai-project openai-project-key x-openai-beta api-version VERSION'
      .split(' ')
      .map(name => ({ headers: { [name]: 'abcdefg1' } })),
    ...[
      'https://host/v1',
      ' https://host/v1?sig=abcdefg1 ',
      'https://host/?Api-Version=abcdefg1&key=abcdefg2',
      'https://host/?key=abc%25defg',
      'https://host/?key=abc%252Fdefg',
      'https://username:abcdefg%201@host/',
      '\u00a0https://host/v1?sig=abcdefg1\u2028',
      'no address?key=abcdefg1',
      7,
    ].map(baseUrl => ({ baseUrl })),
    ...['http://username:password@host:1/', '\ufeffhttp://username:password@host:1/'].map(proxyUrl => ({ proxyUrl })),
    { apiKey: 'abcdefg1', headers: { 'x-a': 'abcdefg1' } },
  ];
  const lines = connections.map(fields => `${show(fields)}: ${show(listConnectionSecrets(fields))}`);
  expect(new Page(lines)).toMatchSnapshot();
});

const server = { type: 'mcp', authorization: 'abcdefg1' };
const within = (levels: number): unknown => (levels === 0 ? server : { a: within(levels - 1) });

it('secrets of a query', () => {
  const queries: Record<string, unknown>[] = [
    ...[server, [server], JSON.stringify(server), ` ${JSON.stringify([server])}`, [[server]]].map(tools => ({ tools })),
    ...[
      { type: 'function', authorization: 'abcdefg1' },
      { type: 'function', server_label: 's', headers: { a: ['abcdefg1', 'abcdefg2'] } },
      { server_url: 'u', authorization: { token: 'abcdefg1' }, other: 'abcdefg2' },
      { ...server, authorization: 'abcdefg' },
      'mcp abcdefg1',
      7,
      null,
    ].map(tools => ({ tools })),
    { prompt: server, message_history: [server] },
    ...[
      'https://host/a.png?X-Amz-Signature=abcdefg1&X-Amz-Date=abcdefg2&Policy=abcdefg3&x-credential=abcdefg4',
      ' https://user:abcd%25efg@host/a?access_token=abcdefg1&sv=abcdefg2 ',
      '\u00a0https://host/a?sig=abcdefg1\ufeff',
      '["https://host/a?sig=abcdefg1","https://host/b?secret=abcdefg2"]',
      ['https://host/a?auth=abcdefg1', 7, 'no link?sig=abcdefg2'],
      'https://host/a?key=abcdefg',
    ].map(save_to => ({ save_to })),
  ];
  const lines = queries.map(query => `${show(query)}: ${show(listQuerySecrets(query))}`);
  const edges = [
    ...[7, 8, 9].map(levels => `${levels} levels deep: ${show(listQuerySecrets({ body: within(levels) }))}`),
    ...[999, 1000].map(before => {
      const list = [...Array(before).fill({}), server];
      return `behind ${before} others: ${show(listQuerySecrets({ body: list }))}`;
    }),
    `within lists in lists: ${show(listQuerySecrets({ body: [[[[[[[[server]]]]]]]] }))}`,
  ];
  expect(new Page([...lines, ...edges])).toMatchSnapshot();
});

it('forms of a secret', () => {
  const secrets = ['abcdefgh', 'abcdefghi', 'abcdefghij', 'ä/?>ÿ+zinc', 'a"b\\c/d e'];
  expect(new Page(secrets.map(secret => `${secret}: ${show(formsOf(secret))}`))).toMatchSnapshot();
});

it("what is left of a server's words", () => {
  const connection = readConnection(
    {
      apiKey: 'abcd1234',
      baseUrl: 'https://host.invalid/v1?sig=sig-5678&api-version=version-1',
      headers: { 'x-a': 'Basic abcd12345678', 'x-b': 'abc 1234' },
      proxyUrl: 'http://proxy.invalid:1',
    },
    '2026-11-02'
  );
  const remove = createRedaction(connection, { prompt: 'abcdefgh', other: ['abcdefghij', null, 7, 'abcdefg'] });
  const words = [
    ...['abcd1234', 'abcd12345678', 'Basic abcd12345678', 'abc 1234', 'sig-5678', 'version-1', 'abcd123'],
    ...['abcdefgh', 'abcdefghi', 'abcdefghij', 'abcdefg', 'xabcdefghx', 'abcdefghabcdefgh', 'abcdabcdefghefgh'],
    ...['abcd1234abcdefghij', 'abcd1234 abcdefghij', 'sk-ab.c-*_1', 'xsk-abcd', 'a sk-abcd', 'pk-abc', 'sess-a*c'],
    ...['eyJ123456789', 'eyJ1234567890', 'xeyJ1234567890', ''],
  ];
  const lines = words.map(text => `${show(text)}: ${show(remove(text))}`);
  const keyless = createRedaction(readConnection({ baseUrl: 'http://127.0.0.1:1/v1' }, '2026-11-02'));
  const passworded = ['http://name@p.invalid', 'http://na%40me:pass%40word@p.invalid'].map(proxyUrl => {
    const own = createRedaction({ ...connection, proxyUrl });
    const texts = ['name', 'na@me:pass@word', 'pass@word', 'pass%40word', btoa('na@me:pass@word')];
    return `${proxyUrl}: ${texts.map(text => show(own(text))).join(' ')}`;
  });
  expect(new Page([...lines, `without a key: ${keyless('abcd1234')}`, ...passworded])).toMatchSnapshot();
});

it('what leaves the plugin', () => {
  const remove = createSecretRemover(['plainwordsecret', 'anotherwordsecret', 'tok_9fA2kQ7mX1vB4nC8']);
  const texts = [
    'a plainwordsecret',
    'an anotherwordsecret',
    'plainwordsecret, anotherwordsecret and tok_9fA2kQ7mX1vB4nC8',
    'tok_9fA2kQ7mX1vB4nC8tok_9fA2kQ7mX1vB4nC8',
    'tok_9fA2 and kQ7mX1vB and X1vB4nC8',
    'tok_9fA2kQ7mX1vB4nC8'.slice(2, 11),
    `${'~'.repeat(31)}4nC8tok_9fA2`,
    'plainwordsecre',
    'tok_9fA2-kQ7mX1v',
  ];
  const lists = [[1, 'plainwordsecret', 2], ['plainwordsecret'], [1, 2], [], [[1], ['anotherwordsecret']]];
  const lines = [
    ...texts.map(text => `${text}: ${remove(text)}`),
    ...lists.map(list => `${show(list)}: ${show(filterOutgoing(list, remove))}`),
  ];
  for (const same of [[1, 2], [Number.NaN], ['zinc', 1], { a: [], b: null }])
    expect(filterOutgoing(same, remove)).toBe(same);
  const longer = createSecretRemover(['abcdefg1', 'abcdefg12']);
  expect(['abcdefg12', 'abcdefg1 2'].map(longer)).toEqual(['[removed]', '[removed] 2']);
  for (let before = 0; before < 6; before += 1)
    expect(remove(`${'~'.repeat(before)}mX1vB4nC`)).toBe(`${'~'.repeat(before)}[removed]`);
  const none = createSecretRemover([]);
  expect([none('plainwordsecret'), none('')]).toEqual(['plainwordsecret', '']);
  expect(new Page(lines)).toMatchSnapshot();
});

it.each([262_143, 262_144, 300_000])('a secret in a text of %i characters is removed, each time', length => {
  const remove = createSecretRemover(['tok_9fA2kQ7mX1vB4nC8']);
  const clean = 'z'.repeat(length);
  const marked = `${clean.slice(0, -20)}tok_9fA2kQ7mX1vB4nC8`;
  expect(remove(clean) === clean && remove(clean) === clean).toBe(true);
  for (let time = 0; time < 2; time += 1) expect(remove(marked).slice(-12)).toBe('zzz[removed]');
});

it('a large text is looked through once, as long as there is room to remember it', () => {
  const own = String.prototype.charCodeAt;
  let looks = 0;
  const remove = createSecretRemover(['tok_9fA2kQ7mX1vB4nC8']);
  const isLookedThrough = (text: string): boolean => {
    looks = 0;
    String.prototype.charCodeAt = function (this: string, at: number) {
      looks += 1;
      return own.call(this, at);
    };
    try {
      remove(text);
    } finally {
      String.prototype.charCodeAt = own;
    }
    return looks > 0;
  };
  const [small, large, another] = ['a'.repeat(262_143), 'b'.repeat(262_144), 'c'.repeat(262_144)];
  const rest = 'd'.repeat(16_000_000 - large.length);
  const texts = { small, large, rest, another };
  const order: (keyof typeof texts)[] = [
    'small',
    'small',
    'large',
    'large',
    'rest',
    'large',
    'rest',
    'another',
    'rest',
    'another',
    'large',
  ];
  expect(order.map(name => `${name} ${isLookedThrough(texts[name])}`)).toEqual([
    ...['small true', 'small true', 'large true', 'large false', 'rest true', 'large false', 'rest false'],
    ...['another true', 'rest false', 'another false', 'large true'],
  ]);
});

it("what is shown of a tool's server", () => {
  const options = {
    mcp_servers: [{ authorization: 'abcdefg1', headers: { a: 'abcdefg', b: ['abcdefg2'] } }, 7, null],
    tools: { type: 'mcp', authorization: 'ab"cdefg' },
  };
  const values: unknown[] = [
    ...['abcdefg1abcdefg1', 'abcdefg', 'ab"cdefg', 'ab\\"cdefg', ['abcdefg2', 7, null, true]],
    ...[
      { type: 'mcp', authorization: 7, headers: null },
      { type: 'mcp', headers: [['a', { b: 'x' }]], url: 'abcdefg1' },
      { type: 'x', headers: { a: 'x' } },
    ],
  ];
  const lines = values.map(value => `${show(value)}: ${show(concealSecrets(value, options))}`);
  expect(new Page([...lines, show(concealSecrets({ a: 'abcdefg1' }, {}))])).toMatchSnapshot();
});
