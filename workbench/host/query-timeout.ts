import { QueryError } from '@tooljet/plugins-sdk-shim';

/** The host's own limit on a query. It gives up waiting; the plugin is not told. */
export interface QueryTimeout {
  /** Rejects when the time is over; never settles where the query sets no limit. */
  expired: Promise<never>;
  clear(): void;
}

/** Starts the clock that a query's `query_timeout` (milliseconds) asks for. */
export function startTimeout(queryOptions: object): QueryTimeout {
  const milliseconds = Number(Reflect.get(queryOptions, 'query_timeout'));
  if (!Number.isFinite(milliseconds) || milliseconds <= 0) return { expired: new Promise(() => {}), clear: () => {} };
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    const failure = new QueryError('Query timed out', 'Query timed out', {});
    timer = setTimeout(() => reject(failure), milliseconds);
  });
  return { expired, clear: () => clearTimeout(timer) };
}
