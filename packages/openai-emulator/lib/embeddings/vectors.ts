import { type Parts, partsOf } from '../answers/meaning';
import { numbersFrom, seedFrom } from '../answers/seed';

/** A text or the tokens of one. */
export type Content = string | number[];

const placesOfPart = 4;

function partsOfContent(content: Content): Parts {
  return typeof content === 'string' ? partsOf(content) : new Map(content.map(token => [`token ${token}`, 1]));
}

/**
 * A vector of unit length. Each part of the text pulls it into a few directions of its own, so that texts are the more
 * similar the more words, or pieces of words, they share.
 */
export function toVector(content: Content, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (const [part, weight] of partsOfContent(content)) {
    const next = numbersFrom(seedFrom(part));
    for (let count = 0; count < placesOfPart; count += 1) {
      const place = Math.floor(next() * dimensions);
      sums[place] = (sums[place] ?? 0) + (next() < 0.5 ? -weight : weight);
    }
  }
  const length = Math.hypot(...sums);
  // With very few dimensions, opposite directions can cancel out.
  if (length === 0) sums[0] = 1;
  return Float32Array.from(sums, sum => sum / (length || 1));
}

/** 32-bit floats, the lowest byte first, in base64. */
export function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

/** As many digits as tell one 32-bit float from the next. */
export function toNumbers(vector: Float32Array): number[] {
  return Array.from(vector, value => (value === 0 ? 0 : Number(value.toPrecision(9))));
}
