import { priceCharges } from '../plugins/openai/lib/cost/cost';
import { type BillableRequest, boundRequest } from '../plugins/openai/lib/cost/cost-bound';
import type { Usage } from '../plugins/openai/lib/cost/usage';

const book = { day: '2026-11-20', asOpenAI: true, own: new Map<string, string>() };
const costOf = (requested: string, usage: Usage, service_tier?: string) =>
  priceCharges([{ usage, service_tier }], { requested }, book);
const boundOf = (bill: BillableRequest) => boundRequest(bill, book);

describe('what is not billed as the tokens of a text', () => {
  it('is billed by the minute [row 117]', () => {
    // One and a half minutes at $0.006
    expect(costOf('whisper-1', { input_seconds: 90 })).toEqual({
      usd: 0.009,
      basis: "whisper-1: $0.006 per minute; OpenAI's prices of 2026-11-20",
    });
  });

  it('is billed by the character [row 117]', () => {
    expect(costOf('tts-1-hd', { input_characters: 2000 })).toMatchObject({ usd: 0.06 });
    expect(costOf('tts-1-hd', {})).toBeNull();
  });

  it('is billed as sound: all output of a voice, and what is told as such of others [row 117]', () => {
    // 100 x $0.6 + 1,000 x $12
    expect(costOf('gpt-4o-mini-tts', { input_tokens: 100, output_tokens: 1000 })).toMatchObject({ usd: 0.01206 });
    const usage = { input_tokens: 1000, input_audio_tokens: 800, output_tokens: 300, output_audio_tokens: 200 };
    // 200 x $2.5 + 800 x $32 + 100 x $10 + 200 x $64
    expect(costOf('gpt-audio-1.5', usage)).toMatchObject({ usd: 0.0399 });
    const { input_audio_tokens: _, ...untoldInput } = usage;
    const { output_audio_tokens: __, ...untoldOutput } = usage;
    expect(costOf('gpt-audio-1.5', untoldInput)).toBeNull();
    expect(costOf('gpt-audio-1.5', untoldOutput)).toBeNull();
  });

  it('is billed by input alone, half of it in a batch [row 117]', () => {
    expect(costOf('text-embedding-3-small', { input_tokens: 50_000 })).toMatchObject({ usd: 0.001 });
    expect(costOf('text-embedding-3-small', { input_tokens: 50_000 }, 'batch')).toMatchObject({ usd: 0.0005 });
  });

  it('is free [row 117]', () => {
    expect(costOf('omni-moderation-latest', {})).toEqual({
      usd: 0,
      basis: "omni-moderation-latest: free; OpenAI's prices of 2026-11-20",
    });
  });

  it('is billed as cached images where it says so [row 117]', () => {
    const read = { input_tokens: 1000, input_image_tokens: 900, input_text_tokens: 100, output_tokens: 100 };
    // 100 x $5 + 900 x $8 + 100 x $30
    expect(costOf('gpt-image-2', read)).toMatchObject({ usd: 0.0107 });
    // Of 500 cached tokens 450 are of images: 50 x $5 + 50 x $1.25 + 450 x $8 + 450 x $2 + 100 x $30
    const cached = { ...read, cached_tokens: 500, cached_image_tokens: 450 };
    expect(costOf('gpt-image-2', cached)).toMatchObject({ usd: 0.0078125 });
    expect(costOf('gpt-image-2', { ...read, cached_tokens: 500 })).toBeNull();
  });

  it('is not told for a sum that may hide a long request [row 117]', () => {
    const charge = { usage: { input_tokens: 300_000, output_tokens: 10 }, isSum: true };
    expect(priceCharges([charge], { requested: 'gpt-5.4' }, book)).toBeNull();
    expect(priceCharges([charge], { requested: 'gpt-4.1' }, book)).toMatchObject({ usd: 0.60008 });
  });
});

describe('the most that other requests may cost', () => {
  it('is the bytes of an embedding [row 117]', () => {
    const body = { model: 'text-embedding-3-large', input: ['a'.repeat(600), 'ü'.repeat(200)] };
    const bound = boundOf({ endpoint: '/embeddings', body });
    const usd = 'usd' in bound ? bound.usd : 0;
    expect(usd).toBeGreaterThanOrEqual((1000 * 0.13) / 1e6);
    expect(usd).toBeLessThan((1500 * 0.13) / 1e6);
    const inBatch = boundOf({ endpoint: '/embeddings', body, batch: true });
    expect('usd' in inBatch && inBatch.usd).toBeCloseTo(usd / 2, 10);
  });

  it('is the characters of speech [row 117]', () => {
    const body = { model: 'tts-1', input: 'x'.repeat(1000) };
    expect(boundOf({ endpoint: '/audio/speech', body })).toMatchObject({ usd: 0.015 });
  });

  it.each([
    ['/audio/speech', 'gpt-4o-mini-tts'],
    ['/audio/transcriptions', 'whisper-1'],
    ['/fine_tuning/jobs', 'gpt-4.1'],
  ])('is not known of %s by %s [row 117]', (endpoint, model) => {
    expect(boundOf({ endpoint, body: { model, input: 'Hi' } })).toMatchObject({
      unknown: expect.stringContaining('max_usd'),
    });
  });

  it('is nothing for moderation', () => {
    const body = { model: 'omni-moderation-latest', input: 'Hi' };
    expect(boundOf({ endpoint: '/moderations', body })).toMatchObject({ usd: 0 });
  });
});
