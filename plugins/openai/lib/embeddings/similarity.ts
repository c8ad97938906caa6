import { UnusableResponse } from '../failures/failure';
import { countOf } from '../options/count';

/**
 * Returns a function that gives the cosine similarity to `one`, from -1 to 1.
 *
 * @throws UnusableResponse if the vectors differ in length or contain only zeros.
 */
export function compareTo(one: number[]): (other: number[]) => number {
  const length = measure(one);
  return other => {
    if (other.length !== one.length) {
      const reason = `The query's vector has ${countOf(one.length, 'dimension')}, but the stored vectors have ${other.length}`;
      throw new UnusableResponse('dimensions_differ', reason);
    }
    const lengths = length * measure(other);
    if (lengths === 0)
      throw new UnusableResponse('unexpected_answer', 'The response has a vector that contains only zeros');
    let dot = 0;
    for (let index = 0; index < one.length; index += 1) dot += (one[index] ?? 0) * (other[index] ?? 0);
    // Rounding errors may exceed 1.
    return Math.max(-1, Math.min(1, dot / lengths));
  };
}

function measure(vector: number[]): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}
