import { lookUpModel, type Needs } from '../../plugins/openai/lib/catalogue/models';
import { limitsFor, modelsSupporting } from '../../plugins/openai/lib/options/limits';
import { allOperations } from '../../plugins/openai/lib/registry';

const DAY = '2026-11-02';

describe('the models that support a value', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['speech', { voice: 'alloy' }, { instructions: 'Warm' }],
    ['image_generation', { size: 'auto' }, { complexity: 'low' }],
    ['generate_embedding', { encoding_format: 'float' }, { dimensions: 256 }],
    ['respond', { web_search: true }, { temperature: 1 }],
    ['chat', { max_tokens: 5 }, { stop_sequence: ['END'] }],
  ])('are those that support the rest of the query too: %s', (id, value, rest) => {
    const { needs = { endpoints: [] }, options = {} } = allOperations().get(id) ?? {};
    const [field = ''] = Object.keys(value);
    const find = (values: Record<string, unknown>, from: Needs = needs) =>
      modelsSupporting(id, from, options, field, values, DAY);
    const supportsRest = (model: string) =>
      Object.keys(rest).every(
        name => !limitsFor(lookUpModel(model), id, Object.keys(options)).unsupported.includes(name)
      );
    expect(find(value).length).toBeGreaterThan(0);
    expect(find(value).length).toBeLessThanOrEqual(3);
    const both = find({ ...value, ...rest });
    expect(both).not.toEqual(find(value));
    expect(both.filter(supportsRest)).toEqual(both);
  });
});
