import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { connectionOptions } from '../plugins/openai/lib/connection/connection';
import type { ActionGroup, Operation } from '../plugins/openai/lib/operation';
import { readOptions } from '../plugins/openai/lib/options/reader';
import { allOperations, listOffered, offered } from '../plugins/openai/lib/registry';
import { allOptions } from '../plugins/openai/lib/run/check-options';
import manifest from '../plugins/openai/manifest.json';
import form from '../plugins/openai/operations.json';
import { writeManifest } from '../scripts/forms/manifest';
import { writeOperations } from '../scripts/forms/operations';
import { isUnset } from '../workbench/forms/absent';
import manifestSchema from './schemas/manifest.schema.json';
import operationsSchema from './schemas/operations.schema.json';

interface Field {
  key: string;
  label: string;
  type: string;
  tooltip?: string;
  placeholder?: string;
  list?: { name: string; value: string }[];
}

const plugin = join(__dirname, '../plugins/openai');
const read = (name: string) => readFileSync(join(plugin, name), 'utf8');

/** Every field below a node, at any depth. */
function findFields(node: unknown): Field[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  if ('key' in node && 'type' in node) return [node as Field];
  return Object.values(node).flatMap(findFields);
}

const groups: Record<string, unknown> = form.properties;
/** What every operation takes, which stands once. */
const common = findFields(form.properties.show_query_options);

/** The options of an entry, those that choose among its actions included. */
function listOptions(entry: Operation | ActionGroup): string[] {
  if (!('actions' in entry)) return Object.keys(allOptions(entry));
  const options = Object.values(entry.actions).flatMap(listOptions);
  // Where the fields of all are shown together, a model is chosen by its id.
  return [entry.chosenBy, ...(entry.together ? options.filter(name => name !== 'model') : options)];
}

describe('the forms', () => {
  it('are what the generator writes: run "npm run forms" after a change', () => {
    expect(read('manifest.json')).toBe(writeManifest());
    expect(read('operations.json')).toBe(writeOperations());
  });

  it('leave an option out by the entries that the plugin reads as absent', () => {
    const dropDowns = findFields(form.properties).filter(({ list = [] }) => list.length > 0);
    for (const schemas of [...allOperations().values()].map(allOptions)) {
      for (const { key, list = [] } of dropDowns.filter(field => field.key in schemas)) {
        const absent = list.filter(({ value }) => !(key in readOptions(schemas, { [key]: value }).options));
        expect([key, absent]).toEqual([key, list.filter(({ value }) => isUnset(value))]);
      }
    }
  });

  it.each([
    ['manifest.json', manifestSchema, manifest],
    ['operations.json', operationsSchema, form],
  ])('%s is one that the host can draw', (_, schema, value) => {
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(value);
    expect(validate.errors).toBeNull();
  });

  it('stay small enough to travel to every app', () => {
    const text = read('operations.json');
    expect(text.length).toBeLessThan(160 * 1024);
    expect(gzipSync(text).length).toBeLessThan(16 * 1024);
  });

  it('use only names that survive the host, which turns capitals into underscores', () => {
    const names: string[] = [];
    const collect = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if (!Array.isArray(node)) names.push(...Object.keys(node));
      Object.values(node).forEach(collect);
    };
    collect(form.properties);
    collect(form.defaults);
    // ToolJet's own plugin has these, and hosts that rename them show the field without its default.
    const stored = ['encoding_format_M1', 'encoding_format_M2', 'encoding_format_M3'];
    expect(names.filter(name => /[A-Z]/.test(name))).toEqual(stored);
    expect(findFields(form.properties).filter(({ key }) => key === 'type')).toEqual([]);
  });

  it('offer every operation, in the order of the registry', () => {
    expect(form.properties.operation.list.map(({ value }) => value)).toEqual([...offered.keys()]);
  });

  it.each([...listOffered()])('%s: has a field for every option and no other', (id, entry) => {
    const keys = new Set(findFields(groups[id]).map(({ key }) => key));
    keys.delete('more_options');
    // The embedding's form has a set of fields for each model.
    for (const key of [...keys].filter(name => /_M\d$/.test(name))) keys.delete(key);
    if (keys.delete('model_embedding')) keys.add('model');
    for (const { key } of common) keys.add(key);
    // The host has a field of its own for it.
    keys.add('query_timeout');
    expect([...keys].sort()).toEqual([...new Set(listOptions(entry))].sort());
  });

  it('show under each image model only what it takes [row 133]', () => {
    const keysOf = (model: 'dall-e-2' | 'dall-e-3' | 'gpt-image-2') =>
      findFields(form.properties.image_generation[model]).map(({ key }) => key);
    expect(keysOf('dall-e-3')).toContain('style');
    expect(keysOf('gpt-image-2')).not.toContain('style');
    expect(keysOf('gpt-image-2')).toContain('output_format');
    expect(keysOf('dall-e-2')).not.toContain('output_format');
    expect(form.properties.image_generation['dall-e-2'].size.list.map(({ value }) => value)).toEqual([
      'unset',
      '256x256',
      '512x512',
      '1024x1024',
    ]);
  });

  it('mark models that have an end, and put retired ones last [row 134]', () => {
    const names = form.properties.image_generation.model.list.map(({ name }) => name);
    const dalle = names.findIndex(name => /^DALL·E 3 .*shut down 2026-05-12/.test(name));
    const flare = names.findIndex(name => name.startsWith('GPT Image 2.5 Flare'));
    expect(flare).toBeGreaterThanOrEqual(0);
    expect(dalle).toBeGreaterThan(flare);
    expect(names.some(name => name.includes('GPT Image 1.5 · until 2026-12-01'))).toBe(true);
  });

  it('say beside the model that its organization may have to be verified [C05 C06 row 136]', () => {
    const entry = form.properties.image_generation.model.list.find(({ value }) => value === 'gpt-image-1-mini');
    expect(entry?.name).toContain('may need a verified organization');
    const dalle = form.properties.image_generation.model.list.find(({ value }) => value === 'dall-e-3');
    expect(dalle?.name).not.toContain('verified');
  });

  it('say of research models that they need access, time and tokens [A09]', () => {
    const entry = form.properties.deep_research.start.model.list.find(({ value }) => value === 'o3-deep-research');
    expect(entry?.name).toContain('needs access; minutes, many tokens');
    // Whichever model is chosen.
    expect(form.properties.deep_research.start.prompt.tooltip).toContain('Takes minutes and many tokens');
  });

  it('give every field a label and a tooltip, and text fields an example', () => {
    for (const field of findFields(form.properties)) {
      if (field.type === 'dropdown-component-flip') continue;
      expect(field.label).not.toBe('');
      expect(field.tooltip).not.toBe('');
      if (field.type === 'codehinter') expect(field.placeholder).not.toBe('');
    }
  });

  it('let optional drop-downs be emptied again', () => {
    const chosen = ['target', 'output', 'encoding_format_M1', 'encoding_format_M2', 'encoding_format_M3'];
    const optional = findFields(form.properties).filter(
      ({ type, key }) => type === 'dropdown' && ![...chosen, 'encoding_format'].includes(key)
    );
    expect(optional.length).toBeGreaterThan(10);
    for (const { list } of optional) expect(list?.[0]?.value).toBe('unset');
  });
});

describe('the connection form', () => {
  it('stores the key encrypted [A06 B01 C03 E01 row 1]', () => {
    expect(manifest.properties.apiKey.type).toBe('password');
    expect(manifest.source.options.apiKey.encrypted).toBe(true);
    expect(manifest.source.options.headers.encrypted).toBe(true);
  });

  it('asks for base URL and organization without requiring them [A10 A11]', () => {
    expect(Object.keys(manifest.properties)).toEqual(Object.keys(connectionOptions));
    expect(manifest.required).toEqual([]);
  });
});

describe("the host's upstream check", () => {
  it('finds each operation as a quoted literal in a file of lib', () => {
    const registry = read('lib/registry.ts');
    for (const id of offered.keys()) expect(registry).toContain(`'${id}'`);
  });
});
