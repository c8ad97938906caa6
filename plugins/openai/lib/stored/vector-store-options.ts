import type { Option, Problem } from '../options/option';
import { anyId } from '../options/shared-options';
import { limit } from './stored-options';

/** The options of vector stores. */

export const vector_store_id: Option = {
  ...anyId,
  title: 'Vector store ID',
  description: 'data.id of the created vector store.',
  examples: ['vs_abc123'],
  accepts: 'a valid id, such as vs_abc123',
};

export const name: Option = {
  type: 'string',
  title: 'Name',
  description: 'The name of the vector store.',
  examples: ['Handbooks'],
};

export const expires_after_days: Option = {
  type: 'integer',
  title: 'Expires after (days)',
  description: 'Days since the last use, 1 to 365. Empty: never.',
  examples: ['30'],
  minimum: 1,
  maximum: 365,
};

export const attributes: Option = {
  type: 'object',
  title: 'Attributes',
  description: 'Up to 16 key-value pairs for each file, used by filters.',
  examples: ['{ "language": "en", "year": 2026 }'],
  maxProperties: 16,
  additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 512 },
};

export const query: Option = {
  type: 'string',
  title: 'Query',
  description: 'What to search for.',
  examples: ['How long is the warranty?'],
  pattern: '\\S',
};

export const filters: Option = {
  type: 'object',
  title: 'Filters',
  description:
    'Filters by attributes: { "type": "eq", "key", "value" }, or several in { "type": "and", "filters": [...] }.',
  examples: ['{ "type": "eq", "key": "language", "value": "en" }'],
};

export const passageLimit: Option = {
  ...limit,
  description: 'The maximum number of passages, 1 to 50.',
  examples: ['10'],
  default: 10,
  maximum: 50,
};

export const score_threshold: Option = {
  type: 'number',
  title: 'Score threshold',
  description: '0 to 1; passages with a lower score are left out.',
  examples: ['0.5'],
  minimum: 0,
  maximum: 1,
};

/** When a vector store expires. */
export interface Lifetime {
  expires_after_days?: number | undefined;
}

/** The expiry in the format of the API. */
export function toExpiry({ expires_after_days: days }: Lifetime): {
  expires_after?: { anchor: 'last_active_at'; days: number };
} {
  return days ? { expires_after: { anchor: 'last_active_at', days } } : {};
}

/** Checks that an update changes something. */
export function inspectUpdate(options: object): Problem[] {
  const changes = ['name', 'metadata', 'expires_after_days'];
  if (changes.some(change => change in options)) return [];
  return [{ field: 'name', message: `name is required, or one of ${changes.slice(1).join(', ')}`, allowed: changes }];
}
