/** Forgets the oldest entries of what is remembered for the life of the process, until there is room for one more. */
export function makeRoom(remembered: Map<string, unknown>, most: number): void {
  for (const oldest of remembered.keys()) {
    if (remembered.size < most) break;
    remembered.delete(oldest);
  }
}
