/** Takes some at random, the same for the same seed. */
export function takeSome<T>(all: T[], most: number, seed: number): T[] {
  const next = randomFrom(seed);
  const keyed = all.map(item => ({ item, key: next() }));
  return keyed
    .toSorted((one, other) => one.key - other.key)
    .slice(0, most)
    .map(({ item }) => item);
}

/** Numbers between 0 and 1, by a linear congruence. */
function randomFrom(seed: number): () => number {
  let state = BigInt(seed) * 2_654_435_761n + 1n;
  return () => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return Number(state >> 32n) / 2 ** 32;
  };
}
