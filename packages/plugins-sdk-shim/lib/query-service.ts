import type { ConnectionTestResult } from './connection-test-result';
import type { QueryResult } from './query-result';

/** The user who runs a query. */
export interface User {
  id: string;
}

/** The app the query belongs to. */
export interface App {
  id: string;
  isPublic: boolean;
}

/** The class a plugin bundle exports as default; the host makes a new one, without arguments, for every query. */
export interface QueryService {
  /**
   * Runs one query.
   *
   * @param sourceOptions The connection's fields, flat, decrypted.
   * @param queryOptions The query's saved fields, expressions resolved; stale fields of hidden forms included.
   * @param dataSourceId Names the connection and its environment.
   * @param dataSourceUpdatedAt When the connection was last saved.
   * @throws QueryError when the query fails.
   */
  run(
    sourceOptions: object,
    queryOptions: object,
    dataSourceId?: string,
    dataSourceUpdatedAt?: string,
    context?: { user?: User; app?: App }
  ): Promise<QueryResult>;

  /** Checks the connection as it stands in the unsaved form. */
  testConnection?(sourceOptions: object): Promise<ConnectionTestResult>;
}
