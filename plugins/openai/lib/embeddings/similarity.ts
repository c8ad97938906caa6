import { UnusableAnswer } from '../failures/failure';

/**
 * Says how similar vectors are to one: the cosine of the angle between them, from -1 to 1.
 *
 * @throws UnusableAnswer where they have not as many numbers, or nothing but zeros.
 */
export function compareTo(one: number[]): (other: number[]) => number {
  const length = measure(one);
  return other => {
    if (other.length !== one.length) {
      const reason = `The query has a vector of ${one.length} numbers, the stored ones have ${other.length}`;
      throw new UnusableAnswer('dimensions_differ', reason);
    }
    const lengths = length * measure(other);
    if (lengths === 0) throw new UnusableAnswer('unexpected_answer', 'The server gave a vector of zeros');
    let dot = 0;
    for (let index = 0; index < one.length; index += 1) dot += (one[index] ?? 0) * (other[index] ?? 0);
    // Rounding may lead a little beyond 1.
    return Math.max(-1, Math.min(1, dot / lengths));
  };
}

function measure(vector: number[]): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}
