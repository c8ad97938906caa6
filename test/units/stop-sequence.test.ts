import { createStopFilter, cutAtStop, toStops } from '../../plugins/openai/lib/text/stop-sequence';

/** What a user sees of a text that arrives in these pieces. */
function show(stops: string[], pieces: string[]): string[] {
  const filter = createStopFilter(stops);
  return pieces.map((piece, at) => filter(piece, at === pieces.length - 1));
}

describe('text that arrives in pieces, with a stop sequence', () => {
  it.each<[string, string[], string[], string]>([
    ['whole', ['END'], ['one END two'], 'one '],
    ['split over two pieces', ['END'], ['one E', 'ND two'], 'one '],
    ['split over three', ['END'], ['one E', 'N', 'D two'], 'one '],
    ['that only begins', ['END'], ['one EN', 'ough'], 'one ENough'],
    ['at the very start', ['END'], ['END', ' two'], ''],
    ['at the very end', ['END'], ['one ', 'END'], 'one '],
    ['half of which ends the text', ['END'], ['one ', 'EN'], 'one EN'],
    ['the first of two', ['END', 'STOP'], ['a STO', 'P b EN', 'D'], 'a '],
    ['a short one beside a long one', ['#', 'LONGER'], ['a LONG', ' # b'], 'a LONG '],
    ['none', [], ['a', 'b'], 'ab'],
  ])('%s', (_, stops, pieces, expected) => {
    expect(show(stops, pieces).join('')).toBe(expected);
  });

  it('shows what can be none at once, and nothing after it', () => {
    expect(show(['END'], ['abcdef', 'g', 'END', 'more'])).toEqual(['abcd', 'e', 'fg', '']);
  });

  it('shows everything at once where there are none', () => {
    expect(show([], ['a', 'b'])).toEqual(['a', 'b']);
  });
});

it('a whole text is cut at the first of them', () => {
  expect(cutAtStop('a STOP b END', ['END', 'STOP'])).toBe('a ');
  expect(cutAtStop('a b', ['END'])).toBe('a b');
  expect(cutAtStop('END', ['END'])).toBe('');
});

it('stop sequences are one, several or none', () => {
  expect([toStops('a'), toStops(['a', 'b']), toStops(undefined)]).toEqual([['a'], ['a', 'b'], []]);
});
