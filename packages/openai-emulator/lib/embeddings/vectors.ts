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
  // In loops, as below: there may be thousands of vectors.
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  const length = Math.sqrt(squares);
  // With very few dimensions, opposite directions can cancel out.
  if (length === 0) sums[0] = 1;
  const vector = new Float32Array(dimensions);
  for (let place = 0; place < dimensions; place += 1) vector[place] = (sums[place] ?? 0) / (length || 1);
  return vector;
}

/** 32-bit floats, the lowest byte first, in base64. */
export function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (let place = 0; place < vector.length; place += 1) bytes.writeFloatLE(vector[place] ?? 0, place * 4);
  return bytes.toString('base64');
}

/** As many digits as tell one 32-bit float from the next. */
export function toNumbers(vector: Float32Array): number[] {
  return Array.from(vector, value => (value === 0 ? 0 : Number(value.toPrecision(9))));
}
