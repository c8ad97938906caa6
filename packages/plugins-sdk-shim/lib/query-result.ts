/**
 * What `run` gives back. Hosts treat any `status` but `ok` as a failure; a plugin signals failure by throwing.
 * `message` and `metadata` reach the app beside `data` (`queries.x.metadata`).
 */
export interface QueryResult {
  status: 'ok' | 'failed' | 'needs_oauth';
  message?: string;
  errorMessage?: string;
  data: unknown;
  metadata?: Record<string, unknown>;
}
