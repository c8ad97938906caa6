import { readRateLimits } from '../../plugins/openai/lib/bulk/rate-limits';
import { readCount, readReset } from '../../plugins/openai/lib/transport/rate-limit-values';

const NOW = Date.parse('2026-11-02T12:00:00Z');

describe('the time until a limit resets', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(NOW);
  });
  afterEach(() => jest.restoreAllMocks());

  it.each<[string, number | undefined]>([
    ['12ms', 12],
    ['1.5s', 1500],
    ['6m0s', 360_000],
    ['1h2m3s', 3_723_000],
    ['1d', 86_400_000],
    ['1d0h1ms', undefined],
    ['2d', undefined],
    ['7m12s5ms', 432_005],
    ['0', 0],
    ['2', 2000],
    ['2.5', 2500],
    ['86400', 86_400_000],
    ['86401', undefined],
    [' 3s, 4s', 3000],
    [String(NOW + 4000), 4000],
    [String(NOW / 1000 + 4), 4000],
    [String(NOW - 4000), 0],
    ['1000000000', 0],
    ['1000000000000', 0],
    ['Mon, 02 Nov 2026 12:00:05 GMT', 5000],
    ['2026-11-02T12:00:06Z', 6000],
    ['2026-11-01T12:00:06Z', 0],
    ['soon', undefined],
    ['11 Nov', undefined],
    ['', undefined],
    ['x1s', undefined],
    ['1sx', undefined],
  ])('%j is %j ms', (header, expected) => {
    expect(readReset(header)).toBe(expected);
  });
});

describe('a count', () => {
  it.each<[string, number | undefined]>([
    ['100', 100],
    [' 100, 100;w=60', 100],
    ['2.5', 2.5],
    ['0', 0],
    ['x1', undefined],
    ['', undefined],
  ])('%j is %j', (text, expected) => {
    expect(readCount(text)).toBe(expected);
  });
});

describe('the limits of a response', () => {
  const headersOf = (unit: string, limit = '10', remaining = '3', reset = '2s') => ({
    [`x-ratelimit-limit-${unit}`]: limit,
    [`x-ratelimit-remaining-${unit}`]: remaining,
    [`x-ratelimit-reset-${unit}`]: reset,
  });

  it('are those of requests and tokens', () => {
    const headers = new Headers({ ...headersOf('requests'), ...headersOf('tokens', '5000', '0', '90ms') });
    expect(readRateLimits(headers)).toEqual({
      requests: { capacity: 10, remaining: 3, resetMs: 2000 },
      tokens: { capacity: 5000, remaining: 0, resetMs: 90 },
    });
  });

  it.each([
    ['no headers', undefined],
    ['a limit of none', new Headers(headersOf('requests', '0'))],
    ['no remainder', new Headers(headersOf('requests', '10', ''))],
    ['no time', new Headers(headersOf('requests', '10', '3', ''))],
  ])('are left alone where there is %s', (_, headers) => {
    expect(readRateLimits(headers)).toEqual({});
  });
});
