import type { Rule, Schema } from '../../plugins/openai/lib/catalogue/models';
import { findErrors } from '../../plugins/openai/lib/options/checker';
import { inspectOpenLists, openList } from '../../plugins/openai/lib/options/open-lists';
import { findProblems, limitProblems, rootOf } from '../../plugins/openai/lib/options/problems';
import { group, Page, plainText, show } from './lines';
import { find, tell } from './tell-problems';

/** Rules between options, how much is told of them, and values that are in no list yet. */

expect.addSnapshotSerializer(plainText);

it('what is required, and rules between options', () => {
  const options = {
    format: { type: 'string', enum: ['png', 'jpeg'] },
    level: { type: 'integer' },
    text: { type: 'string' },
    extra: { type: 'object' },
  };
  const when = (then: Schema): Rule => ({ because: 'the reason', if: { required: ['level'] }, then });
  const rules: Record<string, Rule> = {
    'needs a field': when({ required: ['format'] }),
    'needs a value': when({ properties: { format: { enum: ['jpeg'] } }, required: ['format'] }),
    'needs no text': when({ properties: { text: false } }),
    'needs no object': when({ properties: { extra: { not: {} } } }),
    'needs what is unknown': when({ required: ['other'] }),
  };
  const given = [
    ...[{}, { level: 1 }, { level: 1, format: 'png' }, { level: 1, format: 'jpeg' }, { level: 1, text: 'secret' }],
    ...[
      { level: 1, extra: { a: 1 } },
      { level: 1, extra: null, text: '' },
    ],
  ];
  const lines = Object.entries(rules).map(([name, rule]) => {
    const told = given.map((value): [string, string] => [show(value), tell(find(options, value, { rules: [rule] }))]);
    return `${name}: ${group(told).join('; ')}`;
  });
  const both = Object.values(rules).slice(0, 2);
  lines.push(`two rules: ${tell(find(options, { level: 1 }, { rules: both }))}`);
  lines.push(`required: ${tell(find(options, {}, { required: ['text', 'level'] }))}`);
  const named = findProblems(
    { id: 'test/named', required: [], rules: [], options },
    { level: 'x', format: 1 },
    options,
    name => (name === 'level' ? 'gpt-4o' : undefined)
  );
  lines.push(`of a model: ${tell(named)}`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('checks stop after 1,000 errors, and are the same for the same id', () => {
  const options = { a: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } } };
  const own = { id: 'test/many', required: [], rules: [], options };
  const count = (wrong: number) => findErrors(own, { a: Array(wrong).fill(7) }).length;
  // Each wrong entry gives three errors: one for each kind, and one for none of them.
  expect([count(0), count(1), count(333), count(334), count(5000)]).toEqual([0, 3, 999, 1000, 1000]);
  expect(findErrors({ ...own, options: {} }, { a: 7 })).toEqual([]);
  expect(findErrors({ id: 'test/required', required: ['a'], rules: [], options: {} }, {})).toHaveLength(1);
  const rule = { because: '', if: {}, then: { required: ['a'] } };
  expect(findErrors({ id: 'test/rule', required: [], rules: [rule], options: {} }, {})).not.toEqual([]);
});

it('how many problems of an option are told', () => {
  const lines = [1, 10, 11, 12, 999, 1000, 1001].map(count => {
    const many = Array.from({ length: count }, (_, at) => ({ field: `a[${at}].b`, message: `${at}` }));
    const shown = limitProblems([...many, { field: 'c', message: 'other' }]);
    return `${count}: ${shown.map(({ message }) => message).join(', ')}`;
  });
  lines.push(
    ['a', 'a.b', 'a[0]', 'a[0].b[1]', 'a.b.c', 'a.b\nc', ''].map(field => `${field} is in ${rootOf(field)}`).join(', ')
  );
  expect(new Page(lines)).toMatchSnapshot();
});

it('values that are in no list yet', () => {
  const open = { type: 'string', ...openList('auto', 'high') };
  const schemas = {
    open,
    also: { ...open, also: '^v_' },
    closed: { ...open, open: undefined },
    list: { type: 'array', items: { type: 'object', properties: { role: open, n: 7 } } },
    object: {
      type: 'object',
      properties: { a: { type: 'array', items: open }, b: { type: 'object', properties: { c: open } } },
    },
    free: { type: 'array' },
    'not words': { type: 'string', enum: 'auto', open: true },
  };
  const told: [string, string][] = [];
  const look = (given: object) => {
    const warned: string[] = [];
    const problems = inspectOpenLists(schemas, { ...given }, (...words) => warned.push(words.join(': ')));
    return [tell(problems), ...warned].join('; ');
  };
  const written = [
    'auto',
    'zinc',
    'atuo',
    'v_1',
    'a b',
    'x'.repeat(27),
    'x'.repeat(28),
    'a.b:c-d',
    '',
    7,
    null,
    ['zinc'],
  ];
  for (const name of ['open', 'also', 'closed', 'not words'])
    for (const value of written) told.push([`${name} ${show(value)}`, look({ [name]: value })]);
  for (const given of [
    { list: [{ role: 'zinc' }, { role: 'zinc', n: 'x' }, { role: 'tin' }, {}, 'x', null] },
    { list: [{ role: 'atuo' }] },
    { list: [Object.create({ role: 'zinc' })] },
    { list: { role: 'zinc' } },
    { object: { a: ['auto', 'zinc', 7], b: { c: 'tin' } } },
    { object: { a: 'zinc' } },
    { object: [{ a: ['zinc'] }] },
    { free: ['zinc'] },
    { open: 'zinc', list: [{ role: 'zinc' }], also: 'zinc' },
  ])
    told.push([show(given), look(given)]);
  expect(new Page(group(told))).toMatchSnapshot();
  const inner = { open, list: schemas.list, object: schemas.object };
  const errors = find(inner, {
    open: 'zinc',
    list: [{ role: 'zinc' }, 7],
    object: { a: ['zinc', 7], b: { c: 'zinc' } },
  });
  expect(tell(errors)).toBe('list[1] must be a JSON object; got 7 | object.a[1] must be a string; got 7');
});
