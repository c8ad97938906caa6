interface Wave {
  /** The content of its "fmt " chunk: how samples are stored. */
  format: Buffer;
  samples: Buffer;
}

/**
 * One WAV file of several that follow each other, with a header that states its length: servers that send sound while
 * they make it cannot know theirs.
 *
 * @returns Nothing where a part is no WAV, or its samples are stored otherwise.
 */
export function joinWav(parts: Buffer[]): Buffer | undefined {
  const [only] = parts;
  if (only && parts.length === 1 && only.length >= 8 && only.readUInt32LE(4) + 8 === only.length) return only;
  const waves = parts.map(readWav);
  const format = waves[0]?.format;
  if (!format || !waves.every(wave => wave?.format.equals(format))) return undefined;
  const samples = waves.flatMap(wave => wave?.samples ?? []);
  const length = samples.reduce((sum, { length: bytes }) => sum + bytes, 0);
  const padding = Buffer.alloc(length % 2);
  const riff = chunk('RIFF', 4 + 8 + format.length + 8 + length + padding.length);
  const head = [riff, Buffer.from('WAVE'), chunk('fmt ', format.length), format, chunk('data', length)];
  return Buffer.concat([...head, ...samples, padding]);
}

function chunk(name: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(length, 4);
  return head;
}

function readWav(file: Buffer): Wave | undefined {
  let format: Buffer | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const stated = file.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === 'fmt ') format = file.subarray(start, start + stated);
    if (name === 'data' && format) {
      // 0 and 0xFFFFFFFF stand for a length that was not known yet.
      return { format, samples: file.subarray(start, stated === 0 ? file.length : start + stated) };
    }
    at = start + stated + (stated % 2);
  }
  return undefined;
}
