/** The typical duration in milliseconds after one more request: newer ones count more. It is 0 before the first. */
export const follow = (typicalMs: number, duration: number): number =>
  typicalMs === 0 ? duration : typicalMs * 0.8 + duration * 0.2;
