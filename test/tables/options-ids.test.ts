import type { Option } from '../../plugins/openai/lib/options/option';
import { readOptions } from '../../plugins/openai/lib/options/reader';
import { anyId, ids } from '../../plugins/openai/lib/options/shared-options';
import { group, Page, plainText, show } from './lines';
import { find, tell } from './tell-problems';

/** What counts as an id: it becomes part of a path, or one of a list. */

expect.addSnapshotSerializer(plainText);

const words = { title: 'Ids', description: 'Some ids.', accepts: 'a valid id, such as vs_1' };

const options: [string, Option, unknown[]][] = [
  [
    'anyId',
    { ...words, ...anyId },
    [
      ...[
        'a',
        ' a ',
        'vs_1',
        'a.b',
        '.a',
        '.',
        '..',
        'a/b',
        '/a',
        'a b',
        'a\nb',
        'ä',
        'aä',
        'äa',
        'a?',
        'a#',
        'a%2F',
        'a\\b',
      ],
      ...['=', '+a', 'a=', 'a+b/c', ':a', 'a:b:', '-', '_', '7', 7, '', ' '],
    ],
  ],
  [
    'ids',
    { type: ['string', 'array'], ...words, ...ids },
    [
      ...['a', ' a ', 'vs_1', 'a b', 'a,b', ',', ' ', '["a"]', '["a", "b"]', '[""]', '[]', 'a/b', '..', 7],
      ...[['a'], ['a', 'b c'], [''], [7], [null], []],
    ],
  ],
];

it.each(options)('what is one: %s', (_, option, values) => {
  const told = values.map((value): [string, string] => {
    const { options: read } = readOptions({ field: option }, { field: value });
    return [show(value), `${show(read['field'])}: ${tell(find({ field: option }, read))}`];
  });
  expect(new Page(group(told))).toMatchSnapshot();
});
