/** States that "is" does not go with. */
const STATES: Record<string, string> = {
  cancelled: 'was cancelled',
  cancelling: 'is being cancelled',
  completed: 'is complete',
  expired: 'has expired',
  failed: 'has failed',
};

/** "The batch is in progress", "The response has failed". */
export function describeStatus(what: string, status: string): string {
  const state = Object.hasOwn(STATES, status) ? STATES[status] : undefined;
  return `The ${what} ${state ?? `is ${status.replaceAll('_', ' ')}`}`;
}
