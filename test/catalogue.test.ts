import Ajv from 'ajv';
import audio from '../plugins/openai/lib/catalogue/audio.json';
import schema from '../plugins/openai/lib/catalogue/catalogue.schema.json';
import embedding from '../plugins/openai/lib/catalogue/embedding.json';
import image from '../plugins/openai/lib/catalogue/image.json';
import { fitsImageSize, type ImageSizeRule } from '../plugins/openai/lib/catalogue/image-size';
import {
  allFamilies,
  allModels,
  defaultModel,
  isShutDown,
  lookUpModel,
  type Model,
  modelsFor,
  serves,
} from '../plugins/openai/lib/catalogue/models';
import moderation from '../plugins/openai/lib/catalogue/moderation.json';
import sources from '../plugins/openai/lib/catalogue/sources.json';
import text from '../plugins/openai/lib/catalogue/text.json';
import { createAjv } from '../plugins/openai/lib/options/ajv';
import { limitsFor } from '../plugins/openai/lib/options/limits';
import { allOperations } from '../plugins/openai/lib/registry';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

describe('the catalogue', () => {
  const validate = new Ajv({
    strict: false,
    formats: { date: (text: string) => DATE.test(text), regex: pattern => Boolean(new RegExp(pattern)) },
  }).compile(schema);

  it.each(Object.entries({ text, image, embedding, audio, moderation }))('%s.json obeys its schema', (_, file) => {
    validate(file);
    expect(validate.errors).toBeNull();
  });

  it('names every model once, in a family that exists, with sources that are listed', () => {
    expect(new Set(allModels().map(({ id }) => id)).size).toBe(allModels().length);
    expect(new Set(allModels().map(({ label }) => label)).size).toBe(allModels().length);
    for (const model of allModels()) {
      expect([...allFamilies().keys()]).toContain(model.family);
      for (const source of model.source) expect(Object.keys(sources)).toContain(source);
    }
  });

  it('gives each source a title, a secure address and the day it was checked', () => {
    for (const { title, url, checked } of Object.values(sources)) {
      expect(title).not.toBe('');
      expect(new URL(url).protocol).toBe('https:');
      expect(checked).toMatch(DATE);
    }
  });

  it('has no family without models, unless it stands for unlisted ones', () => {
    const used = new Set(allModels().map(({ family }) => family));
    const idle = [...allFamilies()].filter(([name, { pattern }]) => !used.has(name) && !pattern);
    expect(idle).toEqual([]);
  });

  it('limits only options that some operation has', () => {
    const known = new Set([...allOperations().values()].flatMap(({ options }) => Object.keys(options)));
    const named = [...allFamilies().values()].flatMap(
      ({ limits, operation_limits = {}, only_with = [], sends = {} }) => [
        ...Object.keys(limits),
        ...Object.values(operation_limits).flatMap(Object.keys),
        ...only_with.flatMap(({ options, needs }) => [...options, ...Object.keys(needs)]),
        ...Object.keys(sends),
      ]
    );
    expect([...new Set(named)].filter(name => !known.has(name))).toEqual([]);
  });

  it('has limits that compile, for every model and operation', () => {
    const ajv = createAjv();
    for (const [id, { needs, options }] of allOperations()) {
      for (const model of allModels().filter(entry => needs && serves(entry, needs))) {
        const { checks } = limitsFor(lookUpModel(model.id), id, Object.keys(options));
        for (const limit of Object.values(checks.options)) expect(() => ajv.compile(limit)).not.toThrow();
      }
    }
  });

  it('offers a live model for every operation, the default one among them', () => {
    const day = '2026-11-20';
    const isLive = (model?: Model) => model !== undefined && !isShutDown(model, day);
    for (const [id, { needs }] of allOperations()) {
      if (!needs) continue;
      const chosen = lookUpModel(defaultModel(needs.default)).model;
      expect(chosen && serves(chosen, needs)).toBe(true);
      // Variations are alive on compatible servers only.
      expect([id, isLive(modelsFor(needs, day)[0]), isLive(chosen)]).toEqual([
        id,
        ...Array(2).fill(id !== 'image_variation'),
      ]);
    }
  });

  it('replaces models by models that are listed and outlive them', () => {
    for (const { shutdown_date = '', replacement = [] } of allModels()) {
      for (const id of replacement) {
        const successor = lookUpModel(id).model;
        expect(successor).toBeDefined();
        expect((successor?.shutdown_date ?? '9999') > shutdown_date).toBe(true);
      }
    }
  });

  it('knows a fine-tune by its base, a new model by its family, and nothing of strangers', () => {
    expect(lookUpModel('ft:gpt-4.1-mini:team::abc123').familyName).toBe('chat');
    expect(lookUpModel('ft:gpt-4.1-mini:team::abc123').model?.shutdown_date).toBeUndefined();
    expect(lookUpModel('gpt-99')).toMatchObject({ familyName: 'unlisted-reasoning' });
    expect(lookUpModel('gpt-image-9')).toMatchObject({ familyName: 'unlisted-gpt-image' });
    expect(lookUpModel('my-deployment')).toEqual({ id: 'my-deployment' });
  });
});

describe('models that speak and listen in chat', () => {
  it('are known, at chat completions only, and not offered in forms', () => {
    const speaking = allModels().filter(({ family }) => family === 'chat-audio');
    expect(speaking.map(({ id }) => id)).toEqual(expect.arrayContaining(['gpt-audio-mini', 'gpt-4o-audio-preview']));
    const day = '2026-11-20';
    const ofChat = { endpoints: ['/chat/completions'] };
    expect(speaking.every(model => serves(model, ofChat) && !serves(model, { endpoints: ['/responses'] }))).toBe(true);
    expect(modelsFor(ofChat, day).filter(({ family }) => family === 'chat-audio')).toEqual([]);
  });
});

describe('sizes of GPT Image 2 and later', () => {
  const rule = image.families['gpt-image-2'].limits.size.imageSize satisfies ImageSizeRule;

  it.each(['auto', '1024x1024', '3840x2160', '2160x3840', '1536x512', '1024x640'])('takes %s', size => {
    expect(fitsImageSize(size, rule)).toBe(true);
  });

  it.each([
    ['1000x1000', 'edges not divisible by 16'],
    ['3856x2048', 'an edge that is too long'],
    ['1552x512', 'sides beyond 3:1'],
    ['640x1008', 'too few pixels'],
    ['3840x2176', 'too many pixels'],
    ['0x1024', 'no width'],
    ['1024X1024', 'a capital X'],
    ['1024x1024x16', 'a third dimension'],
    ['large', 'a word'],
    ['', 'nothing'],
  ])('refuses %s: %s', size => {
    expect(fitsImageSize(size, rule)).toBe(false);
  });
});
