/** States that "is" does not go with. */
const STATES: Record<string, string> = {
  cancelled: 'was cancelled',
  cancelling: 'is being cancelled',
  completed: 'is complete',
  expired: 'has expired',
  failed: 'has failed',
};

const stateOf = (status: string): string =>
  (Object.hasOwn(STATES, status) ? STATES[status] : undefined) ?? `is ${status.replaceAll('_', ' ')}`;

/** "The batch is in progress", "The response has failed". */
export const describeStatus = (what: string, status: string): string => `The ${what} ${stateOf(status)}`;

const PLURALS: Record<string, string> = { is: 'are', was: 'were', has: 'have' };

/** "2 batches are in progress", "3 batches have failed". */
export const describeStatuses = (what: string, status: string): string =>
  `${what} ${stateOf(status).replace(/^\w+/, verb => PLURALS[verb] ?? verb)}`;
