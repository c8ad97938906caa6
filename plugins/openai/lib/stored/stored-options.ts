import type { Option } from '../options/option';
import { metadata as responseMetadata } from '../responses/respond-options';

/** Options of what is kept at the API: its ids, its lists, and waiting for it. */

export const wait_seconds: Option = {
  type: 'number',
  title: 'Wait (seconds)',
  description: 'How long to wait at most. Reverse proxies often give up after 60.',
  examples: ['50'],
  default: 50,
  minimum: 1,
  maximum: 3600,
};

/** How many entries of a list are given; lists are fetched page by page. */
export const limit: Option = {
  type: 'integer',
  title: 'Limit',
  description: 'How many to list, 1 to 10,000.',
  examples: ['100'],
  default: 100,
  minimum: 1,
  maximum: 10_000,
};

export const metadata: Option = {
  ...responseMetadata,
  description: 'Up to 16 names and texts that are kept with it.',
};
