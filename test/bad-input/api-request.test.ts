import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const path = { field: 'path', allowed: ['a path such as /files'] };
const dots = { ...path, shows: 'must not contain a segment of only dots' };
const hidden = { ...path, shows: 'path must not contain an encoded slash' };

const inputs: BadInput[] = [
  { what: 'no path', options: {}, field: 'path', shows: 'path is required', allowed: 'none' },
  { what: 'a whole URL', options: { path: 'https://evil.example/v1/models' }, ...path, shows: 'not a full URL' },
  { what: 'another scheme', options: { path: 'file:///etc/passwd' }, ...path, shows: 'not a full URL' },
  { what: 'a path to another server', options: { path: '//evil.example/models' }, ...path, shows: 'two slashes' },
  { what: 'a path that climbs', options: { path: '/../admin' }, ...dots },
  { what: 'a path that climbs in the middle', options: { path: '/files/../../admin' }, ...dots },
  { what: 'a path that climbs at the end', options: { path: 'files/..' }, ...dots },
  { what: 'a dot', options: { path: '/./files' }, ...dots },
  { what: 'encoded dots', options: { path: '/%2e%2e/admin' }, ...dots },
  { what: 'a dot and an encoded one', options: { path: '/.%2E/admin' }, ...dots },
  { what: 'dots encoded twice', options: { path: '/%252e%252e/admin' }, ...dots },
  { what: 'dots with a parameter', options: { path: '/..;a=b/admin' }, ...dots },
  { what: 'an encoded slash', options: { path: '/files%2f..%2f..%2fadmin' }, ...hidden },
  { what: 'an encoded backslash', options: { path: '/files%5c..' }, ...hidden },
  { what: 'an encoded line break', options: { path: '/files%0d%0aHost:evil' }, ...hidden },
  { what: 'endless encoding', options: { path: `/%${'25'.repeat(20)}2e` }, ...path, shows: 'too many times' },
  { what: 'half an encoding', options: { path: '/files/%zz' }, ...path, shows: 'not percent-encoded correctly' },
  { what: 'a backslash', options: { path: '\\\\evil.example\\x' }, ...path, shows: 'must not contain a backslash' },
  { what: 'a query in the path', options: { path: '/files?limit=1' }, ...path, shows: 'use query for the parameters' },
  { what: 'a fragment', options: { path: '/files#top' }, ...path, shows: 'must not contain "#"' },
  { what: 'an empty part', options: { path: '/files//content' }, ...path, shows: 'must not contain an empty segment' },
  { what: 'only a slash', options: { path: '/' }, ...path, shows: 'must not contain an empty segment' },
  { what: 'a line break', options: { path: '/files\n/x' }, ...path, shows: 'characters that are invalid in a path' },
  { what: 'words', options: { path: privateWords }, ...path, shows: 'characters that are invalid in a path' },
  {
    what: 'a method that there is not',
    options: { path: '/files', method: 'TRACE' },
    field: 'method',
    shows: '"TRACE"',
    allowed: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  },
  { what: 'a query in words', options: { path: '/files', query: 'limit=1' }, field: 'query', allowed: 'none' },
  {
    what: 'a body that is no JSON',
    options: { path: '/responses', method: 'POST', body: `{ "input": "${privateWords}` },
    field: 'body',
    shows: 'not valid JSON',
    allowed: 'none',
  },
  { what: 'a body that is a list', options: { path: '/responses', method: 'POST', body: [1] }, field: 'body' },
  {
    what: 'a body of GET',
    options: { path: '/files', body: { limit: 1 } },
    field: 'body',
    shows: 'not supported with method GET',
  },
  {
    what: 'a file of GET',
    options: { path: '/files', file: { text: 'a' } },
    field: 'file',
    shows: 'not supported with method GET',
  },
  {
    what: 'a file of DELETE',
    options: { path: '/files/a', method: 'DELETE', file: { text: 'a' } },
    field: 'file',
    shows: 'not supported with method DELETE',
  },
  {
    what: 'a text that is no file',
    options: { path: '/files', method: 'POST', file: `${privateWords}!` },
    field: 'file',
    shows: 'file 1 is not a valid link',
    allowed: 'none',
  },
  {
    what: 'a field that would break the form',
    options: { path: '/files', method: 'POST', file: { text: 'a' }, file_field: 'a"; name="b' },
    field: 'file_field',
    shows: 'a valid name, such as file or image[]',
  },
  {
    what: 'a stream',
    options: { path: '/responses', method: 'POST', body: { stream: true } },
    field: 'body.stream',
    shows: 'body.stream is not supported',
  },
  {
    what: 'a stream by the side door',
    options: { path: '/responses', method: 'POST', extra_parameters: { stream: true } },
    field: 'extra_parameters',
  },
];

it.each(inputs)('api_request refuses $what before any request [row 138 row 127]', async input => {
  expectRefusal(await plugin.refusal({ operation: 'api_request', ...input.options }), input);
});

it.each(['/models', 'models/', '/files/file-1/content', '/fine_tuning/jobs/ft%3Agpt', '/a/..b/c...d/e.f', '/~x/@y:z'])(
  'api_request takes %s, which stays below the base URL [row 138]',
  async path => {
    const query = { operation: 'api_request', path, dry_run: true };
    const { data } = await plugin.run<{ url: string }>(query);
    expect(data.url).toBe(`${plugin.emulator.baseUrl}${path.replace(/^\/?/, '/')}`);
  }
);
