import { allModels, familyOf, type Model } from '../../plugins/openai/lib/catalogue/models';
import prices from '../../plugins/openai/lib/catalogue/prices.json';
import { code, table } from './markdown';

/** Every model of the catalogue, by kind. */
export function writeModelsPage(): string {
  const shown = allModels().filter(({ hidden }) => !hidden);
  const kinds = [...new Set(shown.map(model => familyOf(model).kind))];
  return [
    '# Models',
    '',
    'What the catalogue knows. Models that are not listed work as well: `model_id` takes any, and the API checks what it accepts.',
    'Context and output are in tokens. Prices are list prices in USD per 1M tokens unless they say otherwise, with their sources in',
    '`plugins/openai/lib/catalogue/prices.json`; a missing price is one that no source states for certain.',
    '',
    ...kinds.flatMap(kind => [
      `## ${kind[0]?.toUpperCase()}${kind.slice(1)}`,
      '',
      ...table(
        ['model', 'name', 'context', 'output', 'price', 'shutdown', 'notes'],
        shown.filter(model => familyOf(model).kind === kind).map(describeModel)
      ),
    ]),
  ].join('\n');
}

function describeModel(model: Model): string[] {
  const { id, label, context_window, max_output_tokens, shutdown_date, replacement, verification, note } = model;
  const notes = [
    note,
    verification && 'the organization may have to be verified',
    replacement && `replaced by ${replacement.map(code).join(' or ')}`,
  ];
  const tokens = (count: number | undefined) => count?.toLocaleString('en-US') ?? '';
  const cells = [
    code(id),
    label,
    tokens(context_window),
    tokens(max_output_tokens),
    describePrice(id),
    shutdown_date ?? '',
  ];
  return [...cells, notes.filter(Boolean).join('; ')];
}

const units = {
  input: 'input',
  cached_input: 'cached input',
  output: 'output',
  image_input: 'image input',
  image_output: 'image output',
  audio_input: 'audio input',
  audio_output: 'audio output',
  per_minute: 'per minute',
  per_million_characters: 'per 1M characters',
};

function describePrice(id: string): string {
  const price: object = prices.models.find(({ ids }) => ids.some(known => known === id)) ?? {};
  const parts = Object.entries(units).flatMap(([name, unit]) => {
    const value: unknown = Reflect.get(price, name);
    return typeof value === 'number' ? [`${value} ${unit}`] : [];
  });
  const perImage: unknown = Reflect.get(price, 'per_image');
  if (typeof perImage !== 'object' || perImage === null) return 'free' in price ? 'free' : parts.join(', ');
  const values = Object.values(perImage).map(Number);
  return `${Math.min(...values)} to ${Math.max(...values)} per image`;
}
