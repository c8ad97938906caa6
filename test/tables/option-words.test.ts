import { countOf } from '../../plugins/openai/lib/options/count';
import { DataUrl } from '../../plugins/openai/lib/options/data-url';
import { either } from '../../plugins/openai/lib/options/either';
import { addExtra } from '../../plugins/openai/lib/options/extra-parameters';
import { describeJsonError } from '../../plugins/openai/lib/options/json-error';
import { inspectEntries } from '../../plugins/openai/lib/options/max-errors';
import { inspectModelIds, listModelIds } from '../../plugins/openai/lib/options/model-ids';
import { findMeantWord } from '../../plugins/openai/lib/options/near-miss';
import { isTextTooDeep, isTooDeep } from '../../plugins/openai/lib/options/nesting';
import { oneOf, someOf } from '../../plugins/openai/lib/options/one-of';
import { replaceHalves } from '../../plugins/openai/lib/options/well-formed';
import { group, Page, plainText, show } from './lines';

/** Words, lists and values that options are told by. */

expect.addSnapshotSerializer(plainText);

it('the word that was meant', () => {
  const lists: Record<string, [words: unknown[], written: string]> = {
    long: [
      ['standard', 'transparent', 'verbose_json'],
      'standard Standard standrd stndrd stndr sttandard sttanndard standarrd standards standard1 standart tandard andard xtandard xtandar ztandart rtansparent transparnet trnasparent trnsparnt trnsprnt tnsprnt transparentt atransparent verbosejson VERBOSE-JSON verbose verbosejsn verbosejsonn vebosjson standardizing sxstandard standardxy',
    ],
    middle: [
      ['medium', 'auto', 'high', 'minimal'],
      'mediun nedium nediun mdeium emdium mediu edium medum mdium mediuum medium1 med auto auot uato aut atuo aauto autoo utao zuto xuto autp zutp high hgih hihg hgh hig hhigh xhigh highs igh nigh hogh hog minimal minimsl ninimal minmal inimal ninima minimall highest highestt automatic',
    ],
    short: [
      ['png', 'jpg', 'svg', 'low'],
      'png PNG pgn npg pmg pn png1 ppng pngg pnng p pnx low lwo olw lo loow lov slow lows xyz jpgg gjp vsg',
    ],
    'with digits': [
      ['mp3', 'gpt-5', '1024x1024', '24h', 'json2text'],
      'mp3 mp4 pm3 m3p mp33 mp 3mp gpt-5 gpt5 gpt-6 gtp-5 gpt-55 1024x1024 1024×1024 1024x1042 1024x102 1024 24h 24d 2h4 json2text json2txt json3text jsno2text json2tex',
    ],
    'not only words': [[7, null, 'seven', undefined, ['seven']], '7 null seven sevn undefined'],
    none: [[], 'seven'],
    'nearly the same': [['read', 'reads', 'ready'], 'read READS reaf reads readd readz raeds'],
  };
  const told = Object.entries(lists).map(([name, [words, written]]) => {
    const lines = written.split(' ').map((word): [string, string] => [word, findMeantWord(word, words) ?? 'its own']);
    return `${name}: ${group(lines).join('; ')}`;
  });
  const spaced = [' high ', 'hi gh', 'hi_gh', 'hi--gh', 'h i\tg\nh', '', ' ', 'high!', `high${' '.repeat(300)}`];
  told.push(group(spaced.map(word => [show(word), findMeantWord(word, ['high']) ?? 'its own'])).join('; '));
  expect(new Page(told)).toMatchSnapshot();
});

it('lists and counts in words', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const lines = [0, 1, 2, 3, 5, 6].map(count => {
    const some = ids.slice(0, count);
    return `${count}: ${either(some)} | ${oneOf(some)} | ${someOf(some)}`;
  });
  lines.push(
    ...[0, 1, 2, 1000, 1_000_000].map(count => `${countOf(count, 'file')}, ${countOf(count, 'entry', 'entries')}`)
  );
  lines.push(`${either([7])} ${either([null, true])} ${oneOf([7])} ${oneOf([null, true])}`);
  const url = new DataUrl('image/png', 'iVBO');
  lines.push(`${url} ${JSON.stringify({ url })}`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('what is wrong with a JSON text, without the text', () => {
  const texts = ['', '{', '{"secret"', '[1,', '{"secret": zinc}', '[1 2]', 'secret', '{"a":1}}', '"\n"', '{\n"a":\n}'];
  const judge = (text: string) => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return describeJsonError(error);
    }
  };
  const told = texts.map((text): [string, string] => [JSON.stringify(text), `"not valid JSON${judge(text)}"`]);
  const says = (message: string) => describeJsonError(new SyntaxError(message));
  expect(says('Expected "," at position 12 (line 34 column 56)')).toBe(
    ': syntax error at position 12 (line 34 column 56)'
  );
  expect(says('Unexpected token at position x')).toBe('');
  expect(new Page(group(told))).toMatchSnapshot();
});

it('model ids', () => {
  const given: unknown[] = [
    ...[
      '',
      ' ',
      'a',
      'a,b',
      ' a ; b\nc ,, d;',
      'a b',
      ['a', ' b '],
      ['a,b', 'c'],
      ['', ' '],
      [7, null, 'a'],
      7,
      null,
      {},
    ],
    ...[
      undefined,
      [['a']],
      '["a"]',
      "a'b",
      'a]b',
      '{a',
      'a}',
      'ft:gpt-4.1-mini:my-team::abc123',
      `a ${'x'.repeat(60)}`,
    ],
    ...['a, b c, d e'],
  ];
  const told = given.map((value): [string, string] => {
    const ids = listModelIds(value);
    return [show(value), `${show(ids)} ${show(inspectModelIds('fallback_models', ids))}`];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('entries of a list are checked up to 1,000 problems', () => {
  const looked: number[] = [];
  const find = (entry: unknown, index: number) => {
    looked.push(index);
    return entry === 'wrong' ? 'must be right' : undefined;
  };
  const inspect = (entries: unknown[]) => inspectEntries('rows', entries, find, ['right']);
  expect(inspect(['right', 'wrong', '', 'wrong'])).toEqual([
    { field: 'rows[1]', message: 'rows[1] must be right', allowed: ['right'] },
    { field: 'rows[3]', message: 'rows[3] must be right', allowed: ['right'] },
  ]);
  for (const [count, found] of [
    [999, 999],
    [1000, 1000],
    [1001, 1000],
  ] as const) {
    looked.length = 0;
    expect(inspect(Array(count).fill('wrong'))).toHaveLength(found);
    expect(looked).toHaveLength(found);
  }
});

it('how deep a value or a text is', () => {
  const nest = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);
  const texts: Record<string, string> = {
    lists: nest(200),
    'a list more': nest(201),
    objects: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
    'an object more': `${'{"a":'.repeat(201)}1${'}'.repeat(201)}`,
    'side by side': `[${Array(300).fill('[[]]').join()}]`,
    'objects side by side': `[${Array(300).fill('{"a":{}}').join()}]`,
    'deep at the end': `[1,{"b":[]},${nest(199)}]`,
    'deeper at the end': `[1,{"b":[]},${nest(200)}]`,
    'brackets in a text': `"${nest(300)}"`,
    'braces in a name': `{"${'{'.repeat(300)}":1}`,
    'an escaped quote in a text': `["\\"${'['.repeat(300)}"]`,
    'an escaped backslash at the end of a text': `["\\\\",${nest(199)}]`,
    'the same, one deeper': `["\\\\",${nest(200)}]`,
    'texts one after another': `["","a",${nest(200)}]`,
    null: 'null',
  };
  const told = Object.entries(texts).map(([name, text]): [string, string] => [
    name,
    `text ${isTextTooDeep(text) ? 'too deep' : 'fine'}, value ${isTooDeep(JSON.parse(text)) ? 'too deep' : 'fine'}`,
  ]);
  for (const text of [...['"', '"\\', '"\\"', '"[', ']'.repeat(300) + '['.repeat(400), `${'['.repeat(200)}"]`], ''])
    told.push([show(text), `text ${isTextTooDeep(text) ? 'too deep' : 'fine'}`]);
  const own: Record<string, unknown> = {};
  own['own'] = [own];
  for (const [name, value] of [['itself', own] as const, ['bytes', Buffer.alloc(30_000_000)] as const])
    told.push([name, `value ${isTooDeep(value) ? 'too deep' : 'fine'}`]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('extra parameters', () => {
  class Own {
    a = 1;
  }
  const own = new Own();
  const foreign = Object.assign(Object.create(null), { b: 2 });
  const requests: [object, object][] = [
    [{ a: 1 }, {}],
    [{ a: 1 }, { b: 2 }],
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ],
    [
      { a: 1, b: { c: 2 } },
      { a: 2, b: { c: 3 } },
    ],
    [{ a: undefined }, { a: 1 }],
    [{ a: null }, { a: 1 }],
    [{ a: 1 }, { a: null }],
    [{ a: { b: 1, c: { d: 2 } } }, { a: { b: 1, c: { d: 3, e: 4 }, f: 5 } }],
    [{ a: { b: 1 } }, { a: [1] }],
    [{ a: [1, 2] }, { a: [1, 2] }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: [1] }, { a: '[1]' }],
    [{ a: '[1]' }, { a: [1] }],
    [{ a: {} }, { a: 7 }],
    [{ a: own }, { a: { b: 2 } }],
    [{ a: { b: 1 } }, { a: own }],
    [{ a: foreign }, { a: { c: 3 } }],
    [{ a: { c: 3 } }, { a: foreign }],
    [{}, { toString: 'x', constructor: { a: 1 } }],
  ];
  const told = requests.map(([request, extra_parameters]): [string, string] => {
    const warned: string[] = [];
    const before = JSON.stringify([request, extra_parameters]);
    const merged = addExtra(request, {
      extra_parameters: { ...extra_parameters },
      warn: (...words) => warned.push(words.join(': ')),
    });
    expect(JSON.stringify([request, extra_parameters])).toBe(before);
    return [`${show(request)} and ${show(extra_parameters)}`, [show(merged), ...warned].join('; ')];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});

it('halves of characters', () => {
  const HALF = '\ud83d';
  const values: unknown[] = [
    ...['zinc', '😀', '', 7, null, undefined, true, [], {}, ['a', { b: ['c'] }], new Date(0)],
    ...[`a${HALF}`, [`${HALF}a`], { a: HALF }, { a: ['b', { c: HALF }], d: 1 }, [['a'], [HALF]], { a: {}, b: HALF }],
  ];
  const told = values.map((value): [string, string] => {
    const replaced = replaceHalves(value);
    return [JSON.stringify(value) ?? 'undefined', replaced === value ? 'the same' : JSON.stringify(replaced)];
  });
  const bytes = Buffer.alloc(30_000_000);
  expect(replaceHalves(bytes)).toBe(bytes);
  expect(new Page(group(told))).toMatchSnapshot();
});
