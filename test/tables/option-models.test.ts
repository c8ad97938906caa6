import type { Family, Model, ResolvedModel } from '../../plugins/openai/lib/catalogue/models';
import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { findErrors } from '../../plugins/openai/lib/options/checker';
import { findExcluded, limitsFor, modelsSupporting } from '../../plugins/openai/lib/options/limits';
import type { Option } from '../../plugins/openai/lib/options/option';
import { allOperations } from '../../plugins/openai/lib/registry';
import { group, Page, plainText, show } from './lines';

/** What models support of the options of an operation. */

expect.addSnapshotSerializer(plainText);

const family = (more: Partial<Family>): Family => ({ kind: 'text', endpoints: ['chat'], limits: {}, ...more });
const model = (id: string, more: Partial<Model> = {}): Model => ({
  id,
  label: id,
  family: 'made-up',
  source: [],
  checked: '2026-11-02',
  ...more,
});

it('the size of an image is checked by its rule, and the host reads nothing of it', () => {
  const warned = jest.spyOn(console, 'warn');
  const { checks } = limitsFor(lookUpModel('gpt-image-2.6-flare'), 'draw', ['size']);
  const sizes = ['auto', '1024x1024', '1040x1024', '1025x1024', '16x16', 'zinc', '', 7];
  const told = sizes.map((size): [string, string] => [
    show(size),
    findErrors(checks, { size }).length > 0 ? 'wrong' : 'fine',
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

it('the limits of a model are those of its family, of the operation and its own', () => {
  const rules = [{ because: 'the reason', if: { required: ['a'] }, then: { required: ['b'] } }];
  const made = family({
    limits: { a: { maximum: 5 }, b: false, other: { maximum: 1 }, max_tokens: { minimum: 2 } },
    operation_limits: { write: { a: { maximum: 4 }, c: false } },
    rules,
  });
  const resolved: Record<string, ResolvedModel> = {
    'of the family': { id: 'one', familyName: 'made-up', family: made, model: model('one') },
    'with its own': {
      id: 'two',
      familyName: 'made-up',
      family: made,
      model: model('two', { limits: { a: { maximum: 3 }, b: {} } }),
    },
    'with others of its own': {
      id: 'three',
      familyName: 'made-up',
      family: made,
      model: model('three', { limits: { a: false } }),
    },
    'with a maximum': {
      id: 'four',
      familyName: 'made-up',
      family: made,
      model: model('four', { max_output_tokens: 100 }),
    },
    'with another maximum': {
      id: 'five',
      familyName: 'made-up',
      family: made,
      model: model('five', { max_output_tokens: 200 }),
    },
    'of another family': { id: 'six', familyName: 'other', family: family({}), model: model('six') },
    'without limits, but with a maximum': {
      id: 'seven',
      familyName: 'other',
      family: family({}),
      model: model('seven', { max_output_tokens: 100 }),
    },
    'only of a family': { id: 'eight', familyName: 'made-up', family: made },
    unknown: { id: 'nine' },
  };
  const names: Record<string, string[]> = {
    write: ['a', 'b', 'c', 'max_tokens'],
    read: ['a', 'b', 'c', 'max_output_tokens'],
    count: ['a', 'toString'],
  };
  const told: [string, string][] = [];
  for (const [operation, options] of Object.entries(names))
    for (const [name, one] of Object.entries(resolved)) {
      const { checks, unsupported } = limitsFor(one, operation, options);
      const { id: _, ...stated } = checks;
      told.push([`${operation} ${name},`, `${show(stated)} without ${unsupported}`]);
      expect(limitsFor(one, operation, options)).toBe(limitsFor(one, operation, options));
    }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('models without image input are named only where there are no images', () => {
  const { needs = { endpoints: [] }, options: { images } = {} } = allOperations().get('moderation') ?? {};
  if (!images) throw new Error('Moderation takes no images');
  const level: Option = { type: 'integer', title: 'Level', description: 'How much.' };
  const find = (values: object) =>
    modelsSupporting('moderation', needs, { images, level }, 'level', { level: 1, ...values }, '2025-06-01').join(', ');
  expect([find({}), find({ other: 1 }), find({ images: ['https://a.invalid/a.png'] })]).toMatchInlineSnapshot(`
[
  "omni-moderation-latest, omni-moderation-2024-09-26, text-moderation-latest",
  "omni-moderation-latest, omni-moderation-2024-09-26, text-moderation-latest",
  "omni-moderation-latest, omni-moderation-2024-09-26",
]
`);
});

it('options that need a value of others', () => {
  const made = family({
    only_with: [
      { options: ['a', 'b'], needs: { effort: ['none', 'low'] } },
      { options: ['c'], needs: { effort: ['none'] }, or_absent: true },
      { options: ['d'], needs: { kind: ['x'], size: [1] } },
    ],
  });
  const values = [{}, { effort: 'none' }, { effort: 'low' }, { effort: 'high' }, { kind: 'x' }, { kind: 'x', size: 1 }];
  const told = [...values, { kind: 'y', size: 1 }].map((given): [string, string] => [
    show(given),
    [...findExcluded({ id: 'm', family: made }, given).values()].join('; ') || 'nothing',
  ]);
  told.push(['of no family', show([...findExcluded({ id: 'm' }, {})])]);
  told.push(['of a plain family', show([...findExcluded({ id: 'm', family: family({}) }, {})])]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('models that support what another does not, up to three', () => {
  const DAY = '2026-11-02';
  const find = (id: string, field: string, values: Record<string, unknown>) => {
    const { needs = { endpoints: [] }, options = {} } = allOperations().get(id) ?? {};
    return modelsSupporting(id, needs, options, field, values, DAY);
  };
  const asked: [string, string, Record<string, unknown>][] = [
    ['chat', 'reasoning_effort', { reasoning_effort: 'minimal' }],
    ['chat', 'reasoning_effort', { reasoning_effort: 'max' }],
    ['chat', 'reasoning_effort', { reasoning_effort: 'zinc' }],
    ['chat', 'reasoning_effort', { reasoning_effort: 'none', temperature: 1 }],
    ['chat', 'reasoning_effort', { reasoning_effort: 'low', temperature: 1 }],
    ['chat', 'reasoning_effort', { reasoning_effort: 'low', stop_sequence: 'END' }],
    ['chat', 'max_tokens', { max_tokens: 128_000 }],
    ['chat', 'max_tokens', { max_tokens: 128_001 }],
    ['chat', 'max_tokens', { max_tokens: 1_000_000 }],
    ['chat', 'max_tokens', { max_tokens: 4000, stop_sequence: 'END' }],
    ['chat', 'temperature', { temperature: 1 }],
    ['chat', 'verbosity', { verbosity: 'high' }],
    ['chat', 'verbosity', { verbosity: 'zinc' }],
    ['chat', 'service_tier', { service_tier: 'flex' }],
    ['chat', 'service_tier', { service_tier: 'zinc' }],
    ['image_generation', 'moderation', { moderation: 'low' }],
    ['image_generation', 'orientation', { orientation: 'square' }],
    ['chat', 'stop_sequence', { stop_sequence: 'END' }],
    ['chat', 'unknown', { unknown: 1 }],
    ['image_generation', 'size', { size: '1024x1024' }],
    ['image_generation', 'size', { size: '512x512' }],
    ['image_generation', 'size', { size: '1024x1024', background: 'transparent' }],
    ['image_generation', 'n', { n: 11 }],
    ['image_generation', 'n', { n: 10 }],
    ['image_generation', 'quality', { quality: 'hd' }],
    ['image_generation', 'style', { style: 'vivid', n: 1 }],
    ['image_generation', 'prompt', { prompt: 'x'.repeat(32_000) }],
    ['image_generation', 'prompt', { prompt: 'x'.repeat(32_001) }],
    ['speech', 'voice', { voice: 'ballad' }],
    ['speech', 'voice', { voice: 'ballad', instructions: 'Warm' }],
    ['transcription', 'response_format', { response_format: 'srt' }],
    ['transcription', 'response_format', { response_format: 'diarized_json' }],
    ['transcription', 'timestamps', { timestamps: 'word' }],
    ['generate_embedding', 'dimensions', { dimensions: 3072 }],
    ['generate_embedding', 'dimensions', { dimensions: 3073 }],
    ['respond', 'reasoning_effort', { reasoning_effort: 'xhigh', images: ['https://a.invalid/a.png'] }],
    ['respond', 'reasoning_effort', { reasoning_effort: 'xhigh', not_its_own: 1 }],
  ];
  const told = asked.map(([id, field, values]): [string, string] => [
    `${id} ${show(values)}`,
    find(id, field, values).join(', ') || 'none',
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});
