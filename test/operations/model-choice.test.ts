import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Field {
  key: string;
  type: string;
  tooltip?: string;
  placeholder?: string;
  mandatory?: boolean;
  list?: { name: string; value: string }[];
}

const form = JSON.parse(readFileSync(join(__dirname, '../../plugins/openai/operations.json'), 'utf8')) as {
  properties: Record<string, Record<string, Field>>;
};

const group = (operation: string) => form.properties[operation] ?? {};
/** The models that an operation's form offers: id to label. */
function offered(operation: string): Map<string, string> {
  const list = group(operation)['model']?.list ?? [];
  return new Map(list.map(({ name, value }) => [value, name]));
}

describe('the models that the forms offer', () => {
  it('are for chat those of the documentation, and none that draws [E04 row 12]', () => {
    const models = [...offered('chat').keys()];
    expect(models).toEqual(expect.arrayContaining(['gpt-4o', 'gpt-4o-mini', 'gpt-4-turbo', 'gpt-3.5-turbo']));
    expect(models.filter(id => /image|dall|embedding|instruct/.test(id))).toEqual([]);
  });

  it('are for completions GPT-3.5 Turbo, the model with an endpoint of its own included [E11 row 12]', () => {
    const models = [...offered('completion').keys()];
    expect(models).toEqual(expect.arrayContaining(['gpt-3.5-turbo', 'gpt-3.5-turbo-instruct']));
  });

  it('are for images DALL-E 2 and 3 and GPT Image, and none that writes [E15 C04 row 12]', () => {
    const models = [...offered('image_generation').keys()];
    expect(models).toEqual(expect.arrayContaining(['dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini']));
    expect(models.filter(id => !['other', 'unset'].includes(id) && !/^(dall-e|(chat)?gpt-image)-/.test(id))).toEqual(
      []
    );
  });

  it('leave room for any other, by its id [row 13]', () => {
    expect(group('chat')['show_more_options']).toHaveProperty('model_id.type', 'codehinter');
    expect(group('moderation')['model_id']).toMatchObject({ type: 'codehinter' });
    expect(group('image_generation')['other']).toMatchObject({ model_id: { type: 'codehinter' } });
  });

  it('tell of verification where it may be needed, in the entry that is picked [C05 C06 row 136]', () => {
    const noted = (operation: string) =>
      [...offered(operation)].filter(([, name]) => name.includes('verified organization')).map(([id]) => id);
    expect(noted('image_generation')).toEqual(expect.arrayContaining(['gpt-image-1', 'gpt-image-1-mini']));
    expect(noted('image_generation')).not.toContain('dall-e-3');
    expect(noted('chat')).toContain('o3');
    expect(noted('chat')).not.toContain('gpt-4o');
  });

  it('tell when a model ends or has ended [row 134]', () => {
    const models = offered('chat');
    expect(models.get('gpt-4o')).toContain('until 2027-01-14');
    expect(models.get('gpt-4-turbo')).toContain('shut down 2026-10-23');
    expect(models.get('gpt-5.2')).not.toMatch(/\d{4}-/);
    const ids = [...models.keys()];
    expect(ids.indexOf('gpt-4-turbo')).toBeGreaterThan(ids.indexOf('gpt-4o'));
    expect(ids.indexOf('gpt-4o')).toBeGreaterThan(ids.indexOf('gpt-5.2'));
  });

  it('recommend: which is the most available, the best, the fastest [C24]', () => {
    const models = offered('image_generation');
    expect(models.get('dall-e-3')).toContain('available');
    expect(models.get('gpt-image-1')).toContain('quality');
    expect(models.get('gpt-image-1-mini')).toContain('faster');
  });

  it('decide which fields are shown, and which values [row 133]', () => {
    const fields = (model: string) => Object.keys(group('image_generation')[model] ?? {});
    expect(fields('dall-e-3')).toEqual(expect.arrayContaining(['size', 'style', 'quality']));
    expect(fields('dall-e-3')).not.toContain('output_format');
    expect(fields('gpt-image-1')).toEqual(expect.arrayContaining(['size', 'quality', 'output_format']));
    expect(fields('gpt-image-1')).not.toContain('style');
  });
});

describe('the prompt', () => {
  it('is asked for as a description in natural language, with one as the example [C23]', () => {
    const { prompt } = group('image_generation');
    expect(prompt?.tooltip).toMatch(/sentences, as you would to a person, rather than in keywords/);
    expect(prompt?.placeholder?.split(' ').length).toBeGreaterThan(5);
    expect(prompt?.placeholder).not.toMatch(/,.*,/);
  });

  it('must be filled in, and takes variables [B04 E05 E16]', () => {
    // A history or a system prompt may stand in for a chat's.
    expect(group('chat')['prompt']).toMatchObject({ type: 'codehinter', label: 'Prompt' });
    for (const operation of ['completion', 'image_generation']) {
      expect(group(operation)['prompt']).toMatchObject({ type: 'codehinter', label: 'Prompt *', mandatory: true });
    }
  });
});
