export type { ConnectionTestResult } from './connection-test-result';
export { QueryError } from './query-error';
export type { QueryResult } from './query-result';
export type { App, QueryService, User } from './query-service';
