import { readOptions } from '../../plugins/openai/lib/options/reader';
import { replaceHalves } from '../../plugins/openai/lib/options/well-formed';
import { allOperations } from '../../plugins/openai/lib/registry';
import { createLocator } from '../../plugins/openai/lib/responses/cited-report';
import { toResponseData } from '../../plugins/openai/lib/responses/response-result';
import { Page, plainText, show } from './lines';

/** Characters of two units, places and titles of what is cited, and switches of the form. */

expect.addSnapshotSerializer(plainText);

it('halves of characters are replaced wherever they stand, and what has none stays the same', () => {
  const half = 'so \ud83d';
  const halved: unknown[] = [
    half,
    `\ude00 ${half}`,
    ['whole', half],
    [half, 'whole'],
    { a: 'whole', b: half },
    { a: half, b: 'whole' },
    { a: [{ b: [half] }], n: null, u: undefined, i: 7 },
  ];
  expect(new Page(halved.map(value => `${show(value)}: ${show(replaceHalves(value))}`))).toMatchSnapshot();
  for (const whole of ['so 😀', ['a', ['b']], { a: 'b', c: { d: ['e'] } }, [], {}, 7, null, new Uint8Array(3)])
    expect(replaceHalves(whole)).toBe(whole);
});

it('places of links, in units and in characters', () => {
  const url = 'https://a.invalid/x';
  const link = `([A](${url}))`;
  const texts = [`😀 ${link}.`, `😀😀 ${link} 😀`, '😀 no link', `(😀 ${link})`];
  const lines = texts.flatMap(text => {
    const at = text.indexOf('([A');
    const ahead = [...text.slice(0, Math.max(0, at))].length;
    const places =
      at < 0 ? [[3, 5] as const] : [[at, at + link.length] as const, [ahead, ahead + link.length] as const];
    return places.map(([start, end]) => {
      const found = createLocator(text)(start, end, url);
      return `${text} at ${start} to ${end}: ${show(found)} ${show(text.slice(found.start, found.end))}`;
    });
  });
  const other = createLocator(`😀 ${link}`)(3, 3 + link.length, 'https://b.invalid');
  expect(new Page([...lines, `of another address: ${show(other)}`])).toMatchSnapshot();
});

it('titles of what is cited', () => {
  const links = [{}, { title: '' }, { title: 'A' }].map(more => ({
    type: 'url_citation',
    url: 'https://a.invalid/x',
    ...more,
  }));
  const files = [{}, { filename: 'a.pdf' }, { filename: 'a.pdf', title: 'A' }, { title: 'A' }];
  const annotations = [
    ...links,
    { type: 'url_citation', url: 'no address' },
    { type: 'url_citation', title: 'A' },
    ...['file_citation', 'container_file_citation'].flatMap(type =>
      files.map(more => ({ type, file_id: 'file-1', ...more }))
    ),
    { type: 'file_citation', filename: 'a.pdf' },
    { type: 'zinc', file_id: 'file-1' },
  ];
  const lines = annotations.map(annotation => {
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'Zinc', annotations: [annotation] }] }];
    const { citations } = toResponseData({ status: 'completed', output, items: [] } as never, { isJson: false });
    return `${show(annotation)}: ${show(citations)}`;
  });
  expect(new Page(lines)).toMatchSnapshot();
});

it.each(['web_search', 'code_interpreter', 'image_generation', 'computer_use'])(
  'the switch of the form turns on %s',
  name => {
    const schemas = allOperations().get('respond')?.options ?? {};
    const read = (value: string) => readOptions(schemas, { [name]: value }).options;
    expect([read(`${name}_on`), read('unset')]).toEqual([{ [name]: true }, {}]);
  }
);
