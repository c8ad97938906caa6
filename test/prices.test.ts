import Ajv from 'ajv';
import { allModels } from '../plugins/openai/lib/catalogue/models';
import { lookUpPrice } from '../plugins/openai/lib/catalogue/prices';
import prices from '../plugins/openai/lib/catalogue/prices.json';
import schema from '../plugins/openai/lib/catalogue/prices.schema.json';
import sources from '../plugins/openai/lib/catalogue/sources.json';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const day = '2026-11-20';

describe('the price table', () => {
  it('obeys its schema [row 117]', () => {
    const validate = new Ajv({ strict: false, formats: { date: (text: string) => DATE.test(text) } }).compile(schema);
    validate(prices);
    expect(validate.errors).toBeNull();
  });

  it('names every model once, with sources that are listed [row 117]', () => {
    const ids = prices.models.flatMap(price => price.ids);
    expect(new Set(ids).size).toBe(ids.length);
    const named = [...prices.models, prices.long_context, ...Object.values(prices.tools)].flatMap(
      price => price.source
    );
    expect([...new Set(named)].filter(source => !Object.keys(sources).includes(source))).toEqual([]);
  });

  it('is for models of the catalogue, and for one of moderation', () => {
    const known = new Set(allModels().map(({ id }) => id));
    const strangers = prices.models.flatMap(({ ids }) => ids).filter(id => !known.has(id));
    expect(strangers.filter(id => !id.startsWith('omni-moderation'))).toEqual([]);
  });

  it.each([
    ['gpt-5.4', { input: 2.5, cached_input: 0.25, output: 15 }],
    ['gpt-6-luna', { input: 0.1, cached_input: 0.01, cache_write: 0.125, output: 0.5 }],
    ['gpt-image-2', { input: 5, cached_input: 1.25, image_input: 8, cached_image_input: 2, image_output: 30 }],
    ['text-embedding-3-small', { input: 0.02 }],
    ['tts-1', { per_million_characters: 15 }],
    ['whisper-1', { per_minute: 0.006 }],
    ['omni-moderation-latest', { free: true }],
  ])('has what its sources print of %s', (id, printed) => {
    expect(lookUpPrice(id, day)).toMatchObject(printed);
  });

  it.each(['ft:gpt-4o:team::abc', 'gpt-99', 'our-deployment', 'gpt-6-cyber', 'gpt-4o-transcribe', ''])(
    'has no price of %s [row 117]',
    id => {
      expect(lookUpPrice(id, day)).toBeUndefined();
    }
  );

  it('no longer holds a promotion for certain when its end has come [row 117]', () => {
    expect(lookUpPrice('gpt-5.6-sol', '2026-11-21')).toMatchObject({ input: 4, output: 20 });
    expect(lookUpPrice('gpt-5.6-sol', '2026-11-22')).toBeUndefined();
  });
});
