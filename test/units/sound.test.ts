import { joinAudio } from '../../plugins/openai/lib/audio/join-audio';
import { joinMp3, measureTag } from '../../plugins/openai/lib/audio/mp3';
import { splitText } from '../../plugins/openai/lib/audio/split-text';
import { joinWav } from '../../plugins/openai/lib/audio/wav';

describe('parts of MP3', () => {
  // MPEG 1, layer 3, 128 kbit/s, 44,100 Hz: 417 bytes, or 418 with padding.
  const frame = (fill: string, { kind = 0xfb, rates = 0x90, length = 417 } = {}) =>
    Buffer.concat([Buffer.from([0xff, kind, rates, 0]), Buffer.alloc(length - 4, fill)]);
  const tag = (size: number, flags = 0, more = 0) =>
    Buffer.concat([
      Buffer.from('ID3\x04\0'),
      Buffer.from([flags, 0, 0, size >> 7, size & 127]),
      Buffer.alloc(size + more),
    ]);
  const stated = (words: string, length = 417, rates = 0x90) => {
    const first = frame('\0', { length, rates });
    first.write(words, 36, 'latin1');
    return first;
  };
  const old = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125)]);

  it.each<[string, Buffer, Buffer]>([
    ['as they are', frame('a'), frame('a')],
    ['without a tag', Buffer.concat([tag(5), frame('a')]), frame('a')],
    ['without a long tag', Buffer.concat([tag(300), frame('a')]), frame('a')],
    ['without a tag and its footer', Buffer.concat([tag(5, 0x10, 10), frame('a')]), frame('a')],
    ['without a tag at the end', Buffer.concat([frame('a'), old]), frame('a')],
    ['without their length as Xing', Buffer.concat([stated('Xing'), frame('a')]), frame('a')],
    ['without their length as Info', Buffer.concat([stated('Info'), frame('a')]), frame('a')],
    ['without their length as VBRI', Buffer.concat([stated('VBRI'), frame('a')]), frame('a')],
    ['without their length in a padded frame', Buffer.concat([stated('Info', 418, 0x92), frame('a')]), frame('a')],
    ['of nothing that is a frame', Buffer.from('Info only'), Buffer.from('Info only')],
  ])('are joined %s', (_, part, expected) => {
    expect(joinMp3([frame('b'), part])).toEqual(Buffer.concat([frame('b'), expected]));
  });

  it.each([
    [0xf3, 0x94, 24_000, 240],
    [0xe3, 0x94, 12_000, 480],
    [0xfb, 0x94, 48_000, 384],
    [0xfb, 0x98, 32_000, 576],
  ])('of the kind %i with rates %i (%i Hz) have frames of %i bytes', (kind, rates, _, length) => {
    const first = frame('\0', { kind, rates, length });
    first.write('Info', 21, 'latin1');
    expect(joinMp3([Buffer.concat([first, frame('a')])])).toEqual(frame('a'));
  });

  it('have a tag only where one is', () => {
    expect([measureTag(Buffer.from('ID3')), measureTag(frame('a')), measureTag(tag(200))]).toEqual([0, 0, 210]);
  });
});

describe('parts of WAV', () => {
  const chunk = (name: string, content: Buffer, length = content.length) => {
    const head = Buffer.alloc(8);
    head.write(name);
    head.writeUInt32LE(length, 4);
    return Buffer.concat([head, content]);
  };
  const format = Buffer.from([1, 0, 1, 0, 0x80, 0xbb, 0, 0, 0, 0x77, 1, 0, 2, 0, 16, 0]);
  const riff = (...chunks: Buffer[]) => chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
  const wav = (samples: string, more: Buffer[] = []) =>
    riff(chunk('fmt ', format), ...more, chunk('data', Buffer.from(samples)));

  it('become one, with its length', () => {
    expect(joinWav([wav('abcd'), wav('ef')])).toEqual(wav('abcdef'));
  });

  it('of an odd length are padded', () => {
    const joined = joinWav([wav('abc'), wav('de'), wav('fg')]);
    expect(joined).toEqual(riff(chunk('fmt ', format), chunk('data', Buffer.from('abcdefg\0'), 7)));
    expect(joined?.readUInt32LE(4)).toBe((joined?.length ?? 0) - 8);
  });

  it('may have other chunks, also of an odd length', () => {
    const odd = [chunk('LIST', Buffer.from('abc\0'), 3)];
    expect(joinWav([wav('ab', odd), wav('cd', [chunk('LIST', Buffer.from('ab'))])])).toEqual(wav('abcd'));
  });

  it.each([0, 0xffffffff])('may not know their length: %i', length => {
    const open = riff(chunk('fmt ', format), chunk('data', Buffer.from('abcd'), length));
    expect(joinWav([open, wav('ef')])).toEqual(wav('abcdef'));
    expect(joinWav([Buffer.concat([open, Buffer.from('gh')])])).toEqual(wav('abcdgh'));
  });

  it('alone is left as it is where it knows its length', () => {
    const one = wav('abcd', [chunk('LIST', Buffer.from('ab'))]);
    expect(joinWav([one])).toBe(one);
    expect(joinAudio([one], 'audio/wav')).toBe(one);
  });

  it('that do not fit together, or are none, are no sound', () => {
    const other = riff(chunk('fmt ', Buffer.from(format).fill(2, 2, 3)), chunk('data', Buffer.from('ef')));
    expect(joinWav([wav('ab'), other])).toBeUndefined();
    expect(joinWav([wav('ab'), Buffer.from('no wav at all')])).toBeUndefined();
    const bare = riff(chunk('data', Buffer.from('ab')));
    expect(joinWav([bare, bare])).toBeUndefined();
    expect(joinWav([])).toBeUndefined();
  });
});

it('parts of other types are joined as they are, or not at all', () => {
  const parts = [Buffer.from('a'), Buffer.from('b')];
  expect(joinAudio(parts, 'audio/pcm')).toEqual(Buffer.from('ab'));
  expect(joinAudio(parts, 'audio/aac')).toEqual(Buffer.from('ab'));
  expect(joinAudio(parts, 'audio/opus')).toBeUndefined();
  const [only = Buffer.alloc(0)] = parts;
  expect(joinAudio([only], 'audio/opus')).toBe(only);
  expect(joinAudio([only], 'audio/wav')).toBe(only);
});

describe('a long text', () => {
  it.each<[string, string, number, string[]]>([
    ['that is short', ' abc ', 5, [' abc ']],
    ['of sentences', 'One two. Three four. Five.', 20, ['One two.', 'Three four. Five.']],
    ['of sentences that just fit', 'One two. Three.', 9, ['One two.', 'Three.']],
    ['of words', 'one two three', 8, ['one two', 'three']],
    ['of one word', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['of smileys', '😀😀😀', 3, ['😀', '😀', '😀']],
    ['of a letter with many marks', `a${'\u0301'.repeat(5)}`, 4, [`a${'\u0301'.repeat(3)}`, '\u0301\u0301']],
    ['of blanks', `a${' '.repeat(9)}b`, 4, ['a', 'b']],
  ])('%s is cut where it may be', (_, text, most, parts) => {
    expect(splitText(text, most)).toEqual(parts);
  });

  it('is never cut within a character, and loses none', () => {
    const text = '😀'.repeat(50);
    for (const most of [2, 3, 5, 8, 99]) {
      const parts = splitText(text, most);
      expect(parts.join('')).toBe(text);
      expect(parts.every(part => part.length <= most && part.isWellFormed())).toBe(true);
    }
  });

  it('whose one character is longer than a part is cut before half of a pair', () => {
    const joined = '👩\u200d👩\u200d👧\u200d👦';
    const parts = splitText(joined, 4);
    expect(parts.every(part => part.isWellFormed() && part.length <= 4)).toBe(true);
    expect(parts.join('')).toBe(joined);
  });
});
