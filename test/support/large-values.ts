/** A value of about `size` characters or entries that some check might be slow on. */
type Shape = (size: number) => unknown;

const repeat = (text: string, size: number) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
const list = (size: number, entry: (index: number) => unknown) => Array.from({ length: size / 10 }, (_, i) => entry(i));
const json = (size: number, entry: (index: number) => unknown) => JSON.stringify(list(size, entry));

/** Twenty and more, by name: what regular expressions, recursion, spreading and look-ups in lists are slow on. */
export const largeValues: Record<string, Shape> = {
  'digits that end in a letter': size => `${repeat('1', size)}x`,
  'an exponent that ends in a letter': size => `1e${repeat('1', size)}x`,
  'nothing but quotes': size => repeat('"', size),
  'nothing but blanks': size => repeat(' ', size),
  'blanks before a letter': size => `${repeat(' ', size)}x`,
  'letters and an exclamation mark': size => `${repeat('a', size)}!`,
  'nothing but dots': size => repeat('.', size),
  'nothing but dashes': size => repeat('-_', size),
  'nothing but percent signs': size => `data:text/plain,${repeat('%', size)}`,
  'base64 with a fault at its end': size => `data:image/png;base64,${repeat('QUJD', size)}!`,
  'a data URL of many names': size => `data:${repeat(';name=', size)},`,
  'halves of surrogate pairs': size => repeat('\ud83d', size),
  'one letter with many marks': size => `a${repeat('\u0301', size)}`,
  'a long path': size => `https://files.invalid/${repeat('a/', size)}`,
  'brackets that only open': size => repeat('[', size),
  'braces that only open': size => repeat('{"a":', size),
  'brackets within brackets': size => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'places of a template': size => repeat('[[a]]', size),
  'lines of JSON': size => repeat('{"a":1}\n', size),
  'a list of numbers': size => Array.from({ length: size }, (_, index) => index),
  'the text of a list of words': size => json(size, () => 'a'),
  'a list of empty objects': size => list(size, () => ({})),
  'a list of objects of all kinds': size =>
    list(size, index => ({ role: 'user', content: '', name: `f${index}`, type: 'function', id: `c${index}` })),
  'a list of the same object': size => {
    const same = { name: 'f', type: 'mcp', server_label: 'a', id: 'c', screenshot: '"', custom_id: 'c' };
    return list(size, () => same);
  },
  'an object of many keys': size => Object.fromEntries(list(size, index => [`k${index}`, index]) as [string, number][]),
  'a schema of many properties': size => ({
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(list(size, index => [`k${index}`, { type: 'string' }]) as [string, object][]),
    required: list(size, index => `k${index}`),
  }),
};
