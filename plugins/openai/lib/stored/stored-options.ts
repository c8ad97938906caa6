import type { Option } from '../options/option';
import { metadata as responseMetadata } from '../responses/respond-options';

/** The options that operations on stored objects share. */

export const wait_seconds: Option = {
  type: 'number',
  title: 'Wait (seconds)',
  description: 'The longest time to wait. Reverse proxies often stop waiting after 60.',
  examples: ['50'],
  default: 50,
  minimum: 1,
  maximum: 3600,
};

/** The number of entries to return; lists are fetched page by page. */
export const limit: Option = {
  type: 'integer',
  title: 'Limit',
  description: 'The maximum number to list, 1 to 10,000.',
  examples: ['100'],
  default: 100,
  minimum: 1,
  maximum: 10_000,
};

export const metadata: Option = {
  ...responseMetadata,
  description: 'Up to 16 key-value pairs that are stored with it.',
};
