/** States that "is" does not go with, of one and of several. */
const STATES: Record<string, readonly [one: string, several: string]> = {
  cancelled: ['was cancelled', 'were cancelled'],
  cancelling: ['is being cancelled', 'are being cancelled'],
  completed: ['is complete', 'are complete'],
  expired: ['has expired', 'have expired'],
  failed: ['has failed', 'have failed'],
};

function stateOf(status: string): readonly [one: string, several: string] {
  const state = status.replaceAll('_', ' ');
  return (Object.hasOwn(STATES, status) ? STATES[status] : undefined) ?? [`is ${state}`, `are ${state}`];
}

/** "The batch is in progress", "The response has failed". */
export const describeStatus = (what: string, status: string): string => `The ${what} ${stateOf(status)[0]}`;

/** "2 batches are in progress", "3 batches have failed". */
export const describeStatuses = (what: string, status: string): string => `${what} ${stateOf(status)[1]}`;
