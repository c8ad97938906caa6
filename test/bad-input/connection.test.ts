import { connectionOptions } from '../../plugins/openai/lib/connection/connection';
import { type BadInput, expectRefusal, privateWords } from '../support/bad-input';
import { startPlugin, type TestPlugin } from '../support/plugin';

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'chat', model: 'gpt-4o', prompt: 'Hi' };
const secret = 'hunter2-of-the-gateway';
const labels = new Map(Object.entries(connectionOptions).map(([field, { title }]) => [field, title]));
const none = { allowed: 'none' } as const;
const retries = ['an integer between 0 and 10'];
const seconds = ['a number between 1 and 3,600'];

const inputs: BadInput[] = [
  { what: 'no key and no base URL', options: { apiKey: '', baseUrl: '' }, field: 'apiKey', shows: 'required', ...none },
  { what: 'a key with a blank', options: { apiKey: `sk-test ${secret}` }, field: 'apiKey', ...none },
  { what: 'a key with a line break', options: { apiKey: `sk-test\n${secret}` }, field: 'apiKey', ...none },
  { what: 'a key with other characters', options: { apiKey: `sk-tést-${secret}` }, field: 'apiKey', ...none },
  { what: 'an object as key', options: { apiKey: { key: secret } }, field: 'apiKey', ...none },
  { what: 'an organization with blanks', options: { organizationId: 'org of ours' }, field: 'organizationId', ...none },
  {
    what: 'an organization with a line break',
    options: { organizationId: 'org-1\norg-2' },
    field: 'organizationId',
    ...none,
  },
  { what: 'a project with blanks', options: { projectId: 'proj of ours' }, field: 'projectId', ...none },
  {
    what: 'a base URL without its scheme',
    options: { baseUrl: 'api.openai.com/v1' },
    field: 'baseUrl',
    shows: 'http',
    ...none,
  },
  {
    what: 'a local base URL without its scheme',
    options: { baseUrl: 'localhost:11434/v1' },
    field: 'baseUrl',
    shows: 'http',
    ...none,
  },
  {
    what: 'a base URL of another scheme',
    options: { baseUrl: `ftp://user:${secret}@example.net/v1` },
    field: 'baseUrl',
    shows: 'http',
    ...none,
  },
  {
    what: 'a base URL with a password',
    options: { baseUrl: `https://user:${secret}@example.net/v1` },
    field: 'baseUrl',
    shows: 'password',
    ...none,
  },
  { what: 'a base URL without a host', options: { baseUrl: 'https://' }, field: 'baseUrl', shows: 'http', ...none },
  { what: 'a list as base URL', options: { baseUrl: ['https://example.net'] }, field: 'baseUrl', ...none },
  {
    what: 'authHeader basic',
    options: { authHeader: 'basic' },
    field: 'authHeader',
    shows: '"basic"',
    allowed: ['bearer', 'api-key'],
  },
  {
    what: 'headers that are broken JSON',
    options: { headers: `{ "x-key": "${secret}" ` },
    field: 'headers',
    shows: 'not valid JSON',
    ...none,
  },
  { what: 'headers as lines', options: { headers: `x-key: ${secret}` }, field: 'headers', ...none },
  { what: 'a number as headers', options: { headers: 5 }, field: 'headers' },
  {
    what: 'a header name with a blank',
    options: { headers: { 'x key': secret } },
    field: 'headers',
    ...none,
  },
  { what: 'a header without a name', options: { headers: [['', secret]] }, field: 'headers', ...none },
  { what: 'a header list that is not one of pairs', options: { headers: ['x-key'] }, field: 'headers', ...none },
  {
    what: 'a header that the plugin sets',
    options: { headers: { Authorization: `Bearer ${secret}` } },
    field: 'headers',
    shows: '"Authorization"',
    ...none,
  },
  {
    what: 'a header with a line break',
    options: { headers: { 'x-key': `a\r\n${secret}` } },
    field: 'headers',
    shows: '"x-key"',
    ...none,
  },
  {
    what: 'a header with other characters',
    options: { headers: { 'x-key': `🔑${secret}` } },
    field: 'headers',
    shows: '"x-key"',
    ...none,
  },
  {
    what: 'a header that is an object',
    options: { headers: { 'x-key': { value: secret } } },
    field: 'headers',
    shows: '"x-key"',
    ...none,
  },
  { what: 'timeoutSeconds 0', options: { timeoutSeconds: 0 }, field: 'timeoutSeconds', shows: '0', allowed: seconds },
  {
    what: 'timeoutSeconds 3601',
    options: { timeoutSeconds: '3601' },
    field: 'timeoutSeconds',
    shows: '3,601',
    allowed: seconds,
  },
  {
    what: 'timeoutSeconds soon',
    options: { timeoutSeconds: 'soon' },
    field: 'timeoutSeconds',
    shows: '"soon"',
    allowed: seconds,
  },
  { what: 'maxRetries -1', options: { maxRetries: -1 }, field: 'maxRetries', shows: '-1', allowed: retries },
  { what: 'maxRetries 11', options: { maxRetries: 11 }, field: 'maxRetries', shows: '11', allowed: retries },
  { what: 'maxRetries 1.5', options: { maxRetries: '1.5' }, field: 'maxRetries', shows: '1.5', allowed: retries },
  {
    what: 'allowPrivateNetwork perhaps',
    options: { allowPrivateNetwork: 'perhaps' },
    field: 'allowPrivateNetwork',
    shows: '"perhaps"',
    allowed: ['true or false'],
  },
  {
    what: 'maxCostUsd -1',
    options: { maxCostUsd: -1 },
    field: 'maxCostUsd',
    shows: '-1',
    allowed: ['a number of at least 0'],
  },
  {
    what: 'maxCostUsd of a few cents',
    options: { maxCostUsd: 'a few cents' },
    field: 'maxCostUsd',
    allowed: ['a number of at least 0'],
  },
  { what: 'prices as a list', options: { prices: '[1.25, 10]' }, field: 'prices', allowed: ['a JSON object'] },
  { what: 'prices that are broken JSON', options: { prices: '{ "a": ' }, field: 'prices', ...none },
  { what: 'a number as price', options: { prices: { ours: 5 } }, field: 'prices', shows: '"ours"' },
  {
    what: 'a price below 0',
    options: { prices: { ours: { input: -1 } } },
    field: 'prices',
    shows: 'a number of at least 0 as input',
    allowed: ['a number'],
  },
  {
    what: 'a price as text',
    options: { prices: { ours: { output: '$10' } } },
    field: 'prices',
    shows: 'output',
    allowed: ['a number'],
  },
  {
    what: 'a price of something else',
    options: { prices: { ours: { inputs: 1 } } },
    field: 'prices',
    shows: '"inputs"; use one of input, cached_input',
  },
  {
    what: 'the price of a model that has none',
    options: { prices: { ours: 'gpt-99' } },
    field: 'prices',
    shows: 'the id of an OpenAI model with a known price',
  },
  {
    what: 'all models with prices of their own',
    options: { prices: { '*': { input: 1 } } },
    field: 'prices',
    shows: '"*"',
    allowed: ['openai'],
  },
];

it.each(inputs)('the connection is refused for $what before any request [row 127]', async input => {
  const error = await plugin.refusal(query, { ...plugin.source, ...input.options });
  expectRefusal(error, input);
  expect(error.message).toBe('Connection settings are invalid');
  expect(error.description).toContain(labels.get(input.field));
  expect(error.description).not.toMatch(/\b(apiKey|baseUrl|organizationId|projectId|timeoutSeconds|maxRetries)\b/);
  expect(JSON.stringify(error)).not.toContain(secret);
  expect(JSON.stringify(error)).not.toContain(String(plugin.source['apiKey']));
});

it.each(inputs)('testConnection says so for $what [row 9]', async input => {
  const result = await plugin.testConnection({ ...plugin.source, ...input.options });
  expect(result.status).toBe('failed');
  expect(result.message).toContain(labels.get(input.field));
  expect(JSON.stringify(result)).not.toContain(secret);
  expect(plugin.emulator.requests).toEqual([]);
});

it('the connection reports every fault at once [row 127]', async () => {
  const { data } = await plugin.refusal(
    { ...query, prompt: privateWords },
    {
      apiKey: 'a b',
      organizationId: 'a b',
      baseUrl: 'nowhere',
      authHeader: 'basic',
      headers: { host: 'x' },
      maxRetries: 99,
    }
  );
  const fields = ['apiKey', 'authHeader', 'baseUrl', 'headers', 'maxRetries', 'organizationId'];
  expect(data.problems.map(({ field }) => field).toSorted()).toEqual(fields);
});
