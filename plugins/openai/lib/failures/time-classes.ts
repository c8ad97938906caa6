import { type FailureClass, PLATFORM_URL } from './category';
import type { Condition } from './condition';

/** How a query fails that was ended before it was done. */
export const TIME_CLASSES: (FailureClass & { when: Condition[] })[] = [
  {
    when: [{ kind: 'timeout', codes: ['rate_limit'] }],
    category: 'rate_limit',
    retryable: true,
    hint: 'Run the remaining rows in another query after that time. A longer timeout of the query or connection, or a higher rate limit, helps too.',
    docs_url: `${PLATFORM_URL}/docs/guides/rate-limits`,
  },
  {
    when: [{ kind: 'timeout', unsent: true }],
    category: 'timeout',
    retryable: true,
    hint: 'Nothing was sent, so nothing is billed. Increase the timeout of the query or the connection, or load fewer or smaller files.',
  },
  {
    when: [{ kind: 'timeout' }],
    category: 'timeout',
    retryable: true,
    hint: 'Increase the timeout of the query or the connection, or request less. Requests already sent may still be billed.',
  },
  {
    when: [{ kind: 'cancelled' }],
    category: 'cancelled',
    retryable: true,
    hint: 'Run the query again if you still need its result.',
  },
];
