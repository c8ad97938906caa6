import { hasRows } from '../../plugins/openai/lib/bulk/embedded-rows';
import { toForm, Upload } from '../../plugins/openai/lib/transport/form';
import { effectOf } from '../../plugins/openai/lib/transport/request-effect';
import { isOverloaded, isUnbilled } from '../../plugins/openai/lib/transport/retry';

describe('what a request does', () => {
  it.each<[string, string, unknown, string]>([
    ['GET', '/models', undefined, 'none'],
    ['HEAD', '/models', undefined, 'none'],
    ['DELETE', '/files/f', undefined, 'none'],
    ['PUT', '/files/f', {}, 'lasting'],
    ['POST', '/responses/r/cancel', undefined, 'none'],
    ['POST', '/batches/b/cancel', undefined, 'none'],
    ['POST', '/responses/r/cancel/x', undefined, 'lasting'],
    ['POST', '/x/responses/r/cancel', undefined, 'lasting'],
    ['POST', '/files', 'a form', 'lasting'],
    ['POST', '/files', {}, 'lasting'],
    ['POST', '/chat/completions', {}, 'text'],
    ['POST', '/completions', {}, 'text'],
    ['POST', '/embeddings', {}, 'text'],
    ['POST', '/moderations', {}, 'text'],
    ['POST', '/chat/completions', { store: true }, 'lasting'],
    ['POST', '/chat/completions', { store: false }, 'text'],
    ['POST', '/chat/completions', { modalities: ['text'] }, 'text'],
    ['POST', '/chat/completions', { modalities: ['text', 'audio'] }, 'lasting'],
    ['POST', '/responses', {}, 'text'],
    ['POST', '/responses', { conversation: 'c' }, 'lasting'],
    ['POST', '/responses', { background: true }, 'lasting'],
    ['POST', '/responses', { background: false, tools: null }, 'text'],
    ...['function', 'custom', 'file_search', 'web_search', 'web_search_preview'].map(
      (type): [string, string, unknown, string] => ['POST', '/responses', { tools: [{ type }] }, 'text']
    ),
    ['POST', '/responses', { tools: [{ type: 'web_search' }, { type: 'mcp' }] }, 'lasting'],
    ['POST', '/responses', { tools: [7] }, 'lasting'],
    ['POST', '/responses', { tools: 'x' }, 'lasting'],
  ])('%s %s with %j: %4$s', (method, path, body, effect) => {
    expect(effectOf(method, path, body)).toBe(effect);
  });
});

describe('what is certainly not billed', () => {
  it.each<[number, 'none' | 'text' | 'lasting', boolean, boolean]>([
    [400, 'lasting', false, true],
    [429, 'lasting', false, true],
    [498, 'lasting', false, true],
    [408, 'text', true, false],
    [409, 'text', true, false],
    [499, 'text', true, false],
    [399, 'text', true, false],
    [500, 'text', true, false],
    [503, 'text', true, true],
    [503, 'none', true, true],
    [503, 'lasting', true, false],
    [503, 'text', false, false],
    [529, 'text', true, true],
  ])('%i of %s, by the API itself: %s', (status, effect, is_own, expected) => {
    expect(isUnbilled({ status, effect, is_own })).toBe(expected);
  });

  it('is not what nobody knows of', () => {
    expect(isUnbilled({})).toBe(false);
    expect([503, 529, 500, 502].map(isOverloaded)).toEqual([true, true, false, false]);
  });
});

describe('a form', () => {
  const textOf = (fields: object): string => {
    const { body } = { body: toForm(fields).toBody() };
    const text = [...body].map(part => (typeof part === 'string' ? part : Buffer.from(part).toString())).join('');
    expect(Buffer.byteLength(text)).toBe(body.length);
    return text;
  };

  it('writes lists, objects and values as the API reads them, and leaves out what is absent', () => {
    const names = [
      ...textOf({ a: 1, b: [1, 2], c: { d: { e: true } }, f: null, g: undefined }).matchAll(/name="([^"]+)"/g),
    ];
    expect(names.map(([, name]) => name)).toEqual(['a', 'b[]', 'b[]', 'c[d][e]']);
  });

  it('writes names of files as browsers do', () => {
    const file = new Upload('a"b\r\nc.txt', 'text/plain', 4, () => [Buffer.from('Zinc')]);
    const text = textOf({ file });
    expect(text).toContain('filename="a%22b%0D%0Ac.txt"');
    expect(text).toMatch(/content-type: text\/plain\r\n\r\nZinc\r\n--/);
  });
});

it.each<[object, boolean]>([
  [{}, false],
  [{ input: '[[a]]' }, false],
  [{ rows: [] }, true],
  [{ rows: [], input: 'Zinc' }, false],
  [{ rows: [], input: 'Zinc [[a]]' }, true],
  [{ rows: [], input: ['[[a]]'] }, false],
])('rows are embedded, or kept by a host: %j', (options, expected) => {
  expect(hasRows({ model: 'any', ...options })).toBe(expected);
});
