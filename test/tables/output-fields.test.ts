import { readOutputFields } from '../../plugins/openai/lib/text/output-fields';
import { plainText } from './lines';
import { pageOfFields as page } from './tell-fields';

/** Output fields as people write them: over several lines, with notes and lists, and with mistakes in every place. */

expect.addSnapshotSerializer(plainText);

it('over several lines, with bullets and comments', () => {
  const texts = [
    ...['a: x |\ny', 'a: x\n| y', 'a: x\n\n | y', 'a: x |\n\n y', 'a: x\ny | z', 'a\r\nb', '\u00a0a\u00a0: \tnumber'],
    ...['• a\n• b', '12) a', '123. a', '1234. a', '1.a', '-  a', 'a, - b', 'a: {\n- b\n* c\n}', 'a -b', '*a', '-'],
    ...[
      '# c\na',
      '// c\na',
      '#c',
      '#',
      'a #',
      'a #b',
      'a#b',
      'a //b',
      'a: text // one\n// two\nb',
      'a # b, c\nd',
      '//',
    ],
    ...[
      '# one\n\n# two',
      'a: number # optional',
      'a: text # a # b',
      'a: text // a // b',
      'a: { # of b\n b }',
      'a, # c',
    ],
  ];
  expect(page(texts)).toMatchSnapshot();
});

it('with notes', () => {
  const texts = [
    ...['a - one', 'a – one, b', 'a — one; b', 'a: text - one\nb', '{ a - one }', 'a: number - one - two', 'a - '],
    ...[
      'a (x (y) z)',
      'a: text (x (y)',
      'a: text ( x )',
      'a: text (one) (two) # three',
      'a (OPTIONAL)',
      'a (Required)',
    ],
    ...['a (optional) (note)', 'a (note) (optional) (required)', 'a: text (optional) - note', 'a (one), b (two)'],
    ...['a? (note)', 'a?: text?', 'a: text? (note)', 'a: { b } (note)', 'a: x | y (note)', 'a: list of text (note)'],
    ...['a (x) text', 'a: (note)', 'a: text (a) b', 'a ) b'],
  ];
  expect(page(texts)).toMatchSnapshot();
});

it('with parentheses, dashes and brackets that are part of a type', () => {
  const texts = [
    ...['a: (x | y)', 'a: x | (y | z)', 'a: ((x | y))', 'a: [(x | y)]', 'a: list<(x | y)>', 'a: list of (x | y)'],
    ...[
      'a: (number)[]',
      'a: (x | y)[][]',
      'a: "x"[]',
      'a: null[]',
      'a: zinc[]',
      'a: x | y[]',
      'a: [number][]',
      'a: [[number]]',
    ],
    ...[
      'a: - x',
      'a: x | - y',
      'a: (text',
      'a: (text,',
      'a: (text\nb)',
      'a: [text)',
      'a: (text]',
      'a: list<text]',
      'a: {b]',
      'a: [text,',
      'a: list<x | y,',
      'a: [ ]',
      'a: ()',
    ],
    ...['a[]', 'a: []', 'a: <x>', 'a: x>', 'a: list<>', 'a: text<number>', 'a: list <number>', 'a: arrays<text>'],
  ];
  expect(page(texts)).toMatchSnapshot();
});

it('with lists, values and null', () => {
  const texts = [
    ...[
      'a: lists',
      'a: ARRAY',
      'a: LIST OF Number',
      'a: listing',
      'a: mylist',
      'a: mylist of text',
      'a: listing of text',
    ],
    ...['a: list number', 'a: list price | other', 'a: list of', 'a: list of,', 'a: of text', 'a: list of null'],
    ...[
      'a: list of x | null',
      'a: list of (x | null)',
      'a: list of lists',
      'a: list or text',
      'a: list of text | number',
    ],
    ...[
      'a: null | x',
      'a: x | null | y',
      'a: null | null',
      'a: NULL',
      'a: "null" | x',
      'a: null | number | text',
      'a: nullable',
    ],
    ...[
      'a: TRUE | False',
      'a: "true" | "false"',
      'a: true',
      'a: true | false | null',
      'a: true | x',
      'a: truer | false',
    ],
    ...[
      'a: -1 | 2',
      'a: 1 | 1.0',
      'a: 1 | 2 | null',
      'a: 1x | 2',
      'a: x1 | 2',
      'a: .5 | 1',
      'a: "1" | 2',
      'a: x | "y z" | 3',
    ],
    ...[
      'a: text | x',
      'a: "text" | number',
      'a: number | text | null',
      'a: x | { b }',
      'a: "x"',
      'a: { b } | null',
      'a: number | { b }',
    ],
    ...['a: | x', 'a: x |', 'a: x | | y', 'a: x | ,', 'a:, b', 'a: : text', 'a:: text', 'a: x y | z w'],
  ];
  expect(page(texts)).toMatchSnapshot();
});

it('with mistakes, behind which reading goes on', () => {
  const texts = [
    ...[
      '{ a }, ',
      '{ a }\n',
      ', { a }',
      '{ }',
      '{}',
      '{ a } }',
      '{ a }, b',
      '{ a',
      '{ a: zinc } b',
      '{{ a }}',
      '}',
      '{',
      ', }',
    ],
    ...[
      'a: zinc { b, c }, d: @',
      'a: zinc } , b: @',
      '{ a: @, b: @ }',
      '{ 1a { x, y }, b: @ }',
      'a: { 1b { c }, d: @ }, e: @',
    ],
    ...[
      '1a }, b: @',
      'a: { 1b }',
      'a: { 1b }, c: @',
      'a: { b: { 1c, d }, e }, f: @',
      'a: @, a, a: @',
      'a { b } c, d: @',
    ],
    ...[
      'a =',
      'a = number',
      'a = zinc',
      'a zinc',
      'a "b"',
      'a "text"',
      'a ]',
      'a: number text',
      'a: number "x"',
      'a: text = x',
      'a b c',
    ],
    ...[
      '" ": text',
      '"a b" text',
      '"a": "b"',
      '`a`',
      "'a': number",
      '“a”: number',
      '"a',
      "'a",
      '`a',
      '“a',
      'a: “x',
      '"a\nb"',
    ],
    ...['a,\n  b: zinc', 'a\n\n\n  : text', 'a: zinc\n', 'a?b', 'a?? ', '?', '? a', 'é: text', '_: text', 'a$-1', 'a*'],
    ...[
      'a: nubmer',
      'a: strng',
      'a: xy',
      'a: dat',
      'a: emial',
      'a: whole numbr',
      'a: 5..1',
      'a: 1..2..3',
      'a: 1....5',
      'a: 1..5.',
    ],
  ];
  expect(page(texts)).toMatchSnapshot();
  const beside = [...Array(12).keys()].map(at => `a${at}: { b: { c } }`).join(', ');
  expect(readOutputFields(beside).problems).toEqual([]);
  const many = [...Array(1001).keys()].map(at => `a${at}: zinc`).join('\n');
  expect(readOutputFields(many).problems).toHaveLength(1000);
});
