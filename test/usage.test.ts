import { addUsages, readUsage } from '../plugins/openai/lib/cost/usage';

describe('usage in one shape', () => {
  it('is read of a transcription by tokens, which names its details in the singular [row 115]', () => {
    const usage = {
      type: 'tokens',
      input_tokens: 14,
      input_token_details: { text_tokens: 4, audio_tokens: 10 },
      output_tokens: 45,
      total_tokens: 59,
    };
    expect(readUsage(usage)).toEqual({
      input_tokens: 14,
      input_text_tokens: 4,
      input_audio_tokens: 10,
      output_tokens: 45,
      total_tokens: 59,
    });
  });

  it('is read of a transcription by time [row 115]', () => {
    expect(readUsage({ type: 'duration', seconds: 75 })).toEqual({ input_seconds: 75 });
  });

  it('is read of the cache, what was written to it included [row 115]', () => {
    const input_tokens_details = { cached_tokens: 400, cache_write_tokens: 500 };
    expect(readUsage({ input_tokens: 1000, input_tokens_details, output_tokens: 1 })).toEqual({
      input_tokens: 1000,
      cached_tokens: 400,
      cache_write_tokens: 500,
      output_tokens: 1,
    });
  });

  it('is read of images that the model drew by a tool, cached ones by kind [row 116]', () => {
    const cached_tokens_details = { cached_image_tokens: 90, cached_text_tokens: 10 };
    const usage = { input_tokens: 300, cached_tokens: 100, cached_tokens_details, output_tokens: 1056 };
    expect(readUsage(usage)).toMatchObject({ cached_tokens: 100, cached_image_tokens: 90, cached_text_tokens: 10 });
  });

  it('is added up of several answers, read before or not', () => {
    const first = { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } };
    const sum = addUsages([first, null, readUsage(first), { input_characters: 12 }, { input_characters: 3 }]);
    expect(sum).toEqual({ input_tokens: 20, output_tokens: 10, cached_tokens: 8, input_characters: 15 });
    expect(addUsages([sum])).toEqual(sum);
  });
});
