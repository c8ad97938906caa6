import { checkBody, unusable } from '../../plugins/openai/lib/failures/body-check';
import { findWords, isOpenAIError, readErrorBody } from '../../plugins/openai/lib/failures/error-body';
import { StreamedError } from '../../plugins/openai/lib/failures/streamed-error';
import { countErrors, findMeantWord } from '../../plugins/openai/lib/options/near-miss';
import { isTextTooDeep, isTooDeep } from '../../plugins/openai/lib/options/nesting';

describe('the word that was meant', () => {
  const words = ['auto', 'high', 'medium', 'low', 'standard', 'png', 'webp', '1024x1024', 'transparent', 7];

  it.each([
    ['hihg', 'high'],
    ['hiigh', 'high'],
    ['hgh', 'high'],
    ['HIGH', 'high'],
    [' medium ', 'medium'],
    ['med-ium', 'medium'],
    ['standrd', 'standard'],
    ['stamdrd', 'standard'],
    ['tranparent', 'transparent'],
    ['nedium', 'medium'],
  ])('%j is %j', (written, meant) => {
    expect(findMeantWord(written, words)).toBe(meant);
  });

  it.each(['high', 'xhigh', 'pmg', 'jpg', 'webp2', '1024x1025', 'igh', 'zinc', 'mdum', 'xow', '7'])(
    '%j is a word of its own',
    written => {
      expect(findMeantWord(written, words)).toBeUndefined();
    }
  );

  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'xabc', 1],
    ['abcd', 'bcda', 2],
    ['abc', 'abcdef', 3],
  ])('%j differs from %j by %i', (one, other, errors) => {
    expect(countErrors(one, other)).toBe(errors);
  });
});

describe('how deep a value is', () => {
  const nest = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

  it('may be 200 levels', () => {
    expect([isTooDeep(nest(200)), isTooDeep(nest(201)), isTooDeep([1, nest(200), 2])]).toEqual([false, true, true]);
    expect([isTextTooDeep('['.repeat(200)), isTextTooDeep('{'.repeat(201))]).toEqual([false, true]);
  });

  it('is not counted by what stands in texts or has ended', () => {
    expect(isTextTooDeep(`"${'['.repeat(300)}"`)).toBe(false);
    expect(isTextTooDeep(`"\\"${'['.repeat(300)}"`)).toBe(false);
    expect(isTextTooDeep('[]{}'.repeat(300))).toBe(false);
    expect(isTextTooDeep(`["a"${'['.repeat(200)}`)).toBe(true);
    expect(isTextTooDeep(`"${'['.repeat(300)}`)).toBe(false);
    expect(isTooDeep(new Uint8Array(3))).toBe(false);
  });
});

describe('the words of an error', () => {
  it.each<[unknown, object | undefined]>([
    ['No', { message: 'No' }],
    [{ error: 'No' }, { message: 'No' }],
    [
      { error: { message: 'No', code: 'c', type: 't', param: 'p' } },
      { message: 'No', code: 'c', type: 't', param: 'p' },
    ],
    [{ error: { message: 'No', code: '429' } }, { message: 'No', status: 429 }],
    [{ error: { message: 'No', code: 503 } }, { message: 'No', status: 503 }],
    [{ error: { message: 'No', code: 399 } }, { message: 'No' }],
    [{ error: { message: 'No', code: 600 } }, { message: 'No' }],
    [
      { error: { message: 'No', status: 'RESOURCE_EXHAUSTED' } },
      { message: 'No', type: 'RESOURCE_EXHAUSTED', status: 429 },
    ],
    [{ detail: [{ loc: ['body', 'n'], msg: 'too large' }] }, { message: 'body.n: too large', param: 'n' }],
    [{ detail: [{ msg: 'a' }, { msg: 'b' }, { msg: 'a' }] }, { message: 'a; b' }],
    [{ errors: [{ message: 'No' }] }, { message: 'No' }],
    [{ error: 'Bad', message: 'No' }, { message: 'Bad: No' }],
    [{ message: 'No', error: { message: 'Why' } }, { message: 'No: Why' }],
    [{ errors: { name: ['is long', 'is odd'] } }, { message: 'name: is long, is odd' }],
    [{ error: { message: 'No', metadata: { raw: '{"error":{"message":"Full"}}' } } }, { message: 'No: Full' }],
    [{ error: { message: 'No', details: [{ retryDelay: '1.2s' }] } }, { message: 'No', retry_after_ms: 1200 }],
    ['<Error><Message>No</Message></Error>', { message: 'No' }],
    ['{"message":"No"}', { message: 'No' }],
    ['', undefined],
    ['\u0000\u0001', undefined],
    [7, undefined],
    [{}, undefined],
  ])('%j', (body, words) => {
    expect(findWords(body)).toEqual(words);
  });

  it('are looked for five levels deep, among five of a list', () => {
    const nest = (levels: number): unknown => (levels === 0 ? 'No' : { error: nest(levels - 1) });
    expect([findWords(nest(6)), findWords(nest(7))]).toEqual([{ message: 'No' }, undefined]);
    const many = { errors: ['a', 'b', 'c', 'd', 'e', 'f'] };
    expect(findWords(many)).toEqual({ message: 'a; b; c; d; e' });
  });

  it('of a page are its title', () => {
    expect(readErrorBody('<!doctype html><title>Sign in</title>', 403)).toMatchObject({ code: 'web_page' });
    expect(readErrorBody('\uFEFF{"error":{"message":"No"}}', 400)).toEqual({ message: 'No' });
  });

  it.each([
    ['{"error":{"message":"No","type":null}}', true],
    ['{"error":{"message":"No","code":null}}', true],
    ['{"error":{"message":"No"}}', false],
    ['{"error":"No"}', false],
    ['[]', false],
    ['no', false],
  ])('%s are those of the API itself: %s', (body, expected) => {
    expect(isOpenAIError(body)).toBe(expected);
  });
});

describe('a response that is an error under a status of success', () => {
  it.each([
    { error: { message: 'No' } },
    { error: 'No' },
    { errors: [{ message: 'No' }], success: false },
    { errors: [{ message: 'No' }], data: null },
    { success: false, message: 'No' },
    { object: 'error', message: 'No' },
    [{ error: { message: 'No' } }],
    '{"error":"No"}',
  ])('%j', body => {
    expect(() => checkBody<unknown>(body)).toThrow(StreamedError);
  });

  it.each([{}, { error: null }, { error: '' }, { errors: [] }, { errors: [1], data: [] }, { success: true }, [], [[]]])(
    'is none: %j',
    body => {
      expect(checkBody<unknown>(body)).toBe(body);
    }
  );

  it('is data where an error may be', () => {
    expect(checkBody({ error: 'x' }, true)).toEqual({ error: 'x' });
    expect(() => checkBody('')).toThrow('The server returned an empty text instead of JSON');
    expect(() => checkBody('zinc')).toThrow('The server returned text instead of JSON');
  });

  it.each(['error', 'errors', 'message', 'msg', 'detail', 'error_message', 'error_msg'])(
    'is told with what its %s says',
    name => {
      expect(unusable({ [name]: 'Out of coffee' }, 'It is empty').message).toContain('Out of coffee');
    }
  );

  it('is the error that it names, where it has a code, a type or a status', () => {
    expect(unusable({ error: { message: 'No', code: 'x' } }, 'It is empty')).toBeInstanceOf(StreamedError);
    expect(unusable({ error: { message: 'No', type: 'x' } }, 'It is empty')).toBeInstanceOf(StreamedError);
    expect(unusable({ error: { message: 'No', status: 500 } }, 'It is empty')).toBeInstanceOf(StreamedError);
    expect(unusable({ error: { message: 'No' } }, 'It is empty')).not.toBeInstanceOf(StreamedError);
  });

  it('is told as what is missing where it says nothing', () => {
    expect(unusable({ other: 1 }, 'It is empty').message).toBe('It is empty');
  });
});
