import {
  type EmbeddedRows,
  hasRows,
  inspectEmbeddedRows,
  joinVectors,
  listRowTexts,
  readRowTexts,
} from '../../plugins/openai/lib/bulk/embedded-rows';
import { toFingerprint } from '../../plugins/openai/lib/bulk/fingerprint';
import { joinRow, joinRows, withoutResult } from '../../plugins/openai/lib/bulk/join-rows';
import { createFileFinder, nameFields, toStandIns } from '../../plugins/openai/lib/bulk/row-files';
import {
  planRows,
  type RowTemplates,
  storedFingerprint,
  warnOfMissingFiles,
} from '../../plugins/openai/lib/bulk/row-requests';
import { type RowResult, toRowObject, toUnsendable } from '../../plugins/openai/lib/bulk/rows';
import {
  findFault,
  findMissing,
  inspectTemplate,
  readTemplate,
  warnOfSamePrompt,
} from '../../plugins/openai/lib/bulk/template';
import { trackRows, vectorFieldOf } from '../../plugins/openai/lib/bulk/tracked-vectors';
import { fillVariables, inspectVariables } from '../../plugins/openai/lib/bulk/variables';
import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { group, Page, plainText, show } from './lines';

/** What templates make of rows, which rows are unchanged, and how results are put beside them. */

expect.addSnapshotSerializer(plainText);

const attempt = (work: () => unknown): string => {
  try {
    return show(work());
  } catch (error) {
    return `throws ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** Fingerprints are the same for good: results that are stored hold them. */
const warnings = () => {
  const told: string[] = [];
  return { told, warn: (parameter: string, reason: string) => void told.push(`${parameter}: ${reason}`) };
};

const long = 'x'.repeat(61);
const row = {
  a: 'Zinc',
  n: 7,
  no: null,
  yes: true,
  blank: '  ',
  'a.b': 'dotted',
  list: [1, 'x'],
  at: new Date(0),
  deep: { city: 'Bonn', 'x.y': 1, none: undefined },
  big: { value: 1n },
  odd: { toJSON: () => undefined },
  row2: 'r',
};

it('templates', () => {
  const texts = [
    '',
    'plain',
    '[[a]]',
    ' [[a]] ',
    '[[ a ]]',
    '[[a]][[n]]',
    'Say [[a]], [[n]] and [[yes]]',
    '[[a]] x',
    '[[no]]',
    '[[blank]]',
    '[[a.b]]',
    '[[deep.city]]',
    '[[deep.none]]',
    '[[deep.x.y]]',
    '[[deep.zip]]',
    '[[a.length]]',
    '[[no.x]]',
    '[[list]]',
    '[[list.1]]',
    '[[deep]]',
    '[[at]]',
    '[[big]]',
    '[[odd]]',
    '[[constructor]]',
    '[[deep.constructor]]',
    '\\[[a]]',
    '\\[[ and [[a]]',
    '[[[a]]]',
    '[[a]',
    '[[]]',
    '[[ ]]',
    '[[a]] [[zinc]]',
    `[[${long}]]`,
    `[[${long.slice(1)}]]`,
  ];
  const told = texts.map(text => {
    const template = readTemplate(text);
    const found = [findFault(template, row, true), findFault(template, row, false), findMissing(template, row)];
    return `${show(text)}: ${show(template.fields)} ${attempt(() => template.fill(row))} ${attempt(() => template.pick(row))} ${show(found)}`;
  });
  const whole = [{}, { a: 1 }, { row: 'own' }].map(each => attempt(() => readTemplate('It is [[row]]').fill(each)));
  expect(new Page([...told, ...whole, attempt(() => readTemplate('[[row]]').pick({ a: 1 }))])).toMatchSnapshot();
});

it('templates that rows cannot fill', () => {
  const rows: Record<string, object[]> = {
    none: [],
    both: [{ a: 1 }, { a: 2 }],
    'the first': [{ b: 1 }, { a: 2 }],
    'the second': [{ a: 1 }, { b: 2, c: 3 }],
    neither: [{}, { b: 1 }],
    empty: [{ a: '' }, { a: ' ' }],
  };
  const told = Object.entries(rows).flatMap(([name, each]) =>
    ['prompt', 'system_prompt'].flatMap(field =>
      [false, true].map((every): [string, string] => [
        `${name} ${field}${every ? ' every' : ''},`,
        show(inspectTemplate(field, '[[a]]', each, every)),
      ])
    )
  );
  told.push(
    ['no template,', show(inspectTemplate('prompt', undefined, [{}]))],
    ['no rows,', show(inspectTemplate('prompt', '[[a]]'))]
  );
  const { told: warned, warn } = warnings();
  warnOfSamePrompt(true, warn);
  warnOfSamePrompt(false, warn);
  expect(new Page([...group(told), ...warned])).toMatchSnapshot();
});

it('variables', () => {
  const given = [
    {},
    { prompt: '[[a]]' },
    { prompt: '[[a]]', variables: { a: 'Zinc' } },
    { prompt: '[[a]]', instructions: 'As [[b]]', variables: { a: 1, b: null } },
    { prompt: '', instructions: null, variables: { a: 1 } },
    { prompt: '[[a]]', variables: { a: ' ' } },
    { instructions: '[[a]]', variables: { a: ' ' } },
    { prompt: '[[a]]', variables: {} },
    { prompt: '[[zinc]]', variables: { a: 1 } },
    { prompt: '[[a]]', instructions: '[[zinc]]', variables: { b: 1, c: 2 } },
    { prompt: '[[odd]]', variables: { odd: { toJSON: () => undefined } } },
  ];
  const lines = given.map(
    each => `${show(each)}: ${attempt(() => fillVariables(each))} ${show(inspectVariables(each))}`
  );
  expect(new Page(lines)).toMatchSnapshot();
});

it('results beside their rows', () => {
  const results: RowResult[] = [
    { status: 'ok', text: 't', fingerprint: 'f' },
    { status: 'ok', text: 't', parsed: { metal: 'zinc', text: 'own', a: 2 } },
    { status: 'ok', text: 't', parsed: [1] },
    { status: 'error', error: { code: 'c', category: 'k', message: 'm' } },
    { status: 'not_run' },
    { status: 'unchanged', fingerprint: 'f' },
  ];
  const rows = [
    {},
    { a: 1, metal: 'old' },
    { status: 'mine', text: 'own' },
    { status: 'ok', print: 'old', error: { old: true }, parsed: { metal: 'tin' }, metal: 'tin' },
    { print: '', status: 'error', error: 'e' },
    { print: 7, status: 'sent' },
  ];
  const lines = [
    {},
    { fingerprint_field: 'print' },
    { spread: true },
    { fingerprint_field: 'print', spread: true },
  ].flatMap(options => [
    show(options),
    ...rows.map(each => `  ${show(each)}: ${show(withoutResult(each, options.fingerprint_field))}`),
    ...rows.flatMap(each =>
      results.map(result => {
        const { told, warn } = warnings();
        const [joined] = joinRows([each], [result], options, warn);
        expect(joinRow(each, result, options)).toEqual(joined);
        return `  ${show(each)} and ${show(result)}: ${show(joined)}${told.length > 0 ? ` ${show(told)}` : ''}`;
      })
    ),
  ]);
  const { told, warn } = warnings();
  lines.push(show(joinRows([{ text: 1 }, { text: 2 }], [{ status: 'ok', text: 't' }], {}, warn)), ...told);
  lines.push(
    ...[{ a: 1 }, [1], 'x', 7, null, undefined].map(each => show(toRowObject(each))),
    show(toUnsendable('no file'))
  );
  expect(new Page(lines)).toMatchSnapshot();
});

it('fingerprints', () => {
  const body = { model: 'm', messages: [{ role: 'user', content: 'Zinc' }] };
  const bodies: Record<string, object> = {
    body,
    'another text': { ...body, messages: [] },
    'another model': { ...body, model: 'n' },
    undefined: { ...body, n: undefined },
    ...Object.fromEntries(
      ['service_tier', 'safety_identifier', 'encoding_format', 'temperature'].map(name => [
        name,
        { ...body, [name]: 'x' },
      ])
    ),
  };
  const link = 'https://a.invalid/x.png';
  const signed = [
    '',
    '?X-Amz-Signature=1&X-Amz-Date=2',
    '?x-goog-signature=1',
    '?x-oss-y=1',
    '?x-cos-y=1',
    '?x-bce-y=1',
    '?x-zinc-y=1',
    '?Signature=1&Expires=2&AWSAccessKeyId=3&GoogleAccessId=4&Key-Pair-Id=5&Policy=6',
    '?signature2=1',
    '?sig=1&sv=2&se=3&sp=4&sr=5&st=6&si=7&spr=8&ses=9&skoid=10&ske=11&skt=12&sks=13&skv=14',
    '?sig=1',
    '?sv=1',
    '?se=1&sv=1',
    '?a=1',
    '?a=1&sig=1&sv=2',
    '?a=2',
  ];
  const files: Record<string, Record<string, unknown[]>> = {
    none: {},
    'no values': { images: [] },
    ...Object.fromEntries(signed.map(query => [`link ${query}`, { images: [`${link}${query}`] }])),
    'as a file': { files: [link] },
    twice: { images: [link, link] },
    'a file id': { files: [{ file_id: 'file-abc' }] },
    'a file id as text': { files: ['file-abc'] },
    text: { files: [{ text: 'file-abc' }] },
    base64: { images: ['iVBORw0KGgoAAAANSUhEUg=='] },
    'no file': { images: [7] },
    'no URL': { images: [{ image_url: 'zinc:x' }] },
    'no URL at all': { images: [{ image_url: '::' }] },
  };
  const told = [
    ...Object.entries(bodies).map(([name, each]): [string, string] => [`${name},`, toFingerprint('/x', each)]),
    ...Object.entries(files).map(([name, each]): [string, string] => [`${name},`, toFingerprint('/x', body, each)]),
    ['another endpoint,', toFingerprint('/y', body)] as [string, string],
  ];
  const fields = [{ f: 'x' }, { f: '' }, { f: 7 }, {}].map(each =>
    show([storedFingerprint(each, 'f'), storedFingerprint(each, undefined)])
  );
  expect(new Page([...group(told), ...fields, show(storedFingerprint({}, 'constructor'))])).toMatchSnapshot();
});

it('plans', () => {
  const toBody = (filled: object) => ({ filled });
  const tell = ({ rows = [], ...templates }: RowTemplates) => {
    const plan = planRows({ rows, ...templates }, '/x', toBody);
    const { read, ...rest } = plan;
    const reads = [...rows.keys(), rows.length].map(index => {
      const found = read(index);
      return 'fingerprint' in found ? { ...found, fingerprint: found.fingerprint() } : found;
    });
    const { told, warn } = warnings();
    warnOfMissingFiles(plan, templates, warn);
    return `${show({ rows, ...templates })}: ${show({ ...rest, reads, told })}`;
  };
  const same = { rows: [{ a: 1 }, { a: 2 }], prompt: 'Metal [[a]]' };
  const printOf = (each: RowTemplates) => {
    const found = planRows(each, '/x', toBody).read(0);
    return 'fingerprint' in found ? found.fingerprint() : '';
  };
  const print = printOf(same);
  const lines = [
    {},
    same,
    { ...same, prompt: 'Metal' },
    { ...same, system_prompt: 'As [[a]]', prompt: 'x' },
    { ...same, prompt: '[[b]]' },
    { ...same, prompt: '[[row]]', rows: [{ a: 1, status: 'ok', text: 't', f: 'x' }], fingerprint_field: 'f' },
    { ...same, prompt: '[[a]]', rows: [{ a: 1, status: 'ok', text: 't', f: 'x' }], fingerprint_field: 'f' },
    { ...same, prompt: '[[row]]', rows: [{ a: 1, status: 'ok', text: 't', f: 'x' }] },
    { ...same, rows: [{ a: 1, f: print }, { a: 2, f: print }, { a: 3 }, { f: print }], fingerprint_field: 'f' },
    { ...same, rows: [{ a: 1, f: print }] },
    {
      ...same,
      images: '[[p]]',
      rows: [{ a: 1, p: 'https://a.invalid/x' }, { a: 2, p: '' }, { a: 3, p: null }, { a: 4 }],
    },
    {
      ...same,
      files: ['[[p]]', { file_id: 'f' }, 7],
      rows: [
        { a: 1, p: '["x", {"file_id":"y"}]' },
        { a: 2, p: '[x' },
        { a: 3, p: ' {"text":"z"} ' },
      ],
    },
    { ...same, images: '[[p]]', files: '[[p]]', prompt: 'x', rows: [{ p: '' }, { p: [] }] },
    { ...same, images: 'https://a.invalid/x', prompt: 'x' },
    { ...same, prompt: ' ' },
    { ...same, prompt: '[[a]]', rows: [{ a: ' ' }], system_prompt: ' ' },
  ].map(tell);
  const names = [{}, { images: 'x' }, { images: '[[a]]' }, { files: ['x', '[[a]]'] }, { files: { file_id: '[[a]]' } }];
  lines.push(...names.map(each => `${show(each)} names fields: ${nameFields(each)}`));
  const find = createFileFinder({ images: ['[[p]]', ' [[p]]-2.png'], files: [[undefined, 'x']] });
  lines.push(...[{ p: 'y' }, {}, { p: ['[1]', 'z'] }].map(each => show(find(each))));
  const broken = Object.defineProperty({}, 'p', {
    get: () => {
      throw new Error('of its own');
    },
    enumerable: true,
  });
  expect(() => find(broken)).toThrow('of its own');
  lines.push(show(toStandIns({ images: [1, 2], files: [3] })));
  expect(new Page(lines)).toMatchSnapshot();
});

const embedded: Record<string, EmbeddedRows> = {
  'no rows': { model: 'm', input: 'x' },
  texts: { model: 'm', rows: ['a', ' ', 'b'] },
  'objects without a field': { model: 'm', rows: [{ t: 'a' }] },
  'a field': {
    model: 'm',
    rows: [{ t: 'a' }, { t: 7 }, { t: '' }, {}, { t: { x: 1 } }, { t: null }, 'x', 7, null, [1]],
    field: 't',
  },
  'a long field': { model: 'm', rows: [{}, { [long]: {} }], field: long },
  'a field that every object has': { model: 'm', rows: [{}], field: 'constructor' },
  'a template': { model: 'm', rows: [{ t: 'a' }, 'b'], input: 'Say [[t]]' },
  'a template for texts': { model: 'm', rows: ['b'], input: 'Say [[text]]' },
  'a text beside rows': { model: 'm', rows: ['b'], input: 'Say' },
  'a list beside rows': { model: 'm', rows: ['b'], input: ['[[x]]'] },
  'the whole row': {
    model: 'm',
    rows: [{ t: 'a', status: 'ok', embedding: [1], f: 'x' }],
    input: '[[row]]',
    fingerprint_field: 'f',
  },
};

it('rows to embed', () => {
  const lines = Object.entries(embedded).map(
    ([name, each]) =>
      `${name}: ${hasRows(each)} ${show(inspectEmbeddedRows(each))} ${attempt(() => listRowTexts(each))} ${attempt(() => readRowTexts(each, { extra_parameters: {} }))}`
  );
  const options = { model: 'm', field: 't', fingerprint_field: 'f' };
  const print = readRowTexts({ ...options, rows: [{ t: 'a' }] }, { extra_parameters: {} }).fingerprints[0];
  const rows = [{ t: 'a', f: print, embedding: [9] }, { t: 'b', f: print }, { t: 'c' }];
  const tell = (name: string, more: object, extra_parameters = {}) => {
    const read = readRowTexts({ ...options, rows, ...more }, { extra_parameters });
    const { told, warn } = warnings();
    lines.push(
      `${name}: due ${show(read.due)} ${show(joinVectors({ ...options, rows, ...more }, read, [[1], [2], [3]], warn))} ${show(told)}`
    );
  };
  tell('one unchanged', {});
  tell('another model', { model: 'n' });
  tell('other dimensions', { dimensions: 8 });
  tell('extra parameters', {}, { user: 'u' });
  tell('no fingerprints', { fingerprint_field: undefined });
  expect(new Page(lines)).toMatchSnapshot();
});

it('rows to rank', () => {
  const context = { model: lookUpModel('m'), extra_parameters: {} } as Parameters<typeof trackRows>[1];
  const rows = [{ t: 'a', v: [1, 2] }, { t: 'b' }, 'c', { t: ' ', v: [3, 4] }];
  const [first] = trackRows(
    { model: 'm', rows: [{ t: 'a', v: [1, 2] }], field: 't', vector_field: 'v', fingerprint_field: 'f' },
    context
  );
  const marked = [
    { t: 'a', v: [1, 2], f: first?.fingerprint },
    { t: 'a', v: [1, 2], f: 'x' },
    { t: 'b', f: first?.fingerprint },
    { v: [5, 6], f: 'x' },
  ];
  const given = [
    { rows, field: 't' },
    { rows, field: 't', vector_field: 'v' },
    { rows, field: 't', vector_field: 'v', fingerprint_field: 'f' },
    { rows: marked, field: 't', vector_field: 'v', fingerprint_field: 'f' },
    { rows: marked, vector_field: 'v', fingerprint_field: 'f' },
    { rows: [{ t: 'a', embedding: [1], f: 'x' }], field: 't', fingerprint_field: 'f' },
  ];
  const lines = given.map(
    each =>
      `${show(each)}: ${show(vectorFieldOf({ model: 'm', ...each }))} ${attempt(() => trackRows({ model: 'm', ...each }, context))}`
  );
  expect(new Page(lines)).toMatchSnapshot();
});
