import type { App, ConnectionTestResult, QueryResult, QueryService, User } from '@tooljet/plugins-sdk-shim';
import { guard, guardTest, takeOver } from './run/boundary';
import { runQuery, type StreamEvent } from './run/run-query';
import { testConnection } from './run/test-connection';

/** OpenAI as a data source. The host makes a new one for every query. */
export default class OpenAIQueryService implements QueryService {
  /**
   * Runs one query.
   *
   * @returns `{ status: 'ok', message, data, metadata }`; `data` is documented per operation in the README.
   * @throws QueryError naming what failed, why and what to do.
   */
  async run(
    sourceOptions: object,
    queryOptions: object,
    _dataSourceId?: string,
    _dataSourceUpdatedAt?: string,
    _context?: { user?: User; app?: App }
  ): Promise<QueryResult> {
    const events = guard(
      () => takeOver(sourceOptions, queryOptions),
      ({ source, query }) => runQuery(source, query, { live: false })
    );
    for await (const event of events) {
      if (event.type === 'result') return event.result;
    }
    throw new Error('The query ended without a result');
  }

  /**
   * Runs one query and gives what arrives while it arrives; the last event is `{ type: 'result', result }`.
   *
   * @param options.signal Stops the query and the request behind it.
   * @param options.live Whether to request streams. Default true; if false, requests are those of `run`.
   * @throws QueryError as `run` does, also after the first events.
   */
  stream(
    sourceOptions: object,
    queryOptions: object,
    { signal, live = true }: { signal?: AbortSignal; live?: boolean } = {}
  ): AsyncGenerator<StreamEvent, void> {
    return guard(
      () => takeOver(sourceOptions, queryOptions),
      ({ source, query }) => runQuery(source, query, { live, ...(signal && { signal }) })
    );
  }

  /** Says whether the key is accepted and what the account's models can do; never throws for what the server answers. */
  testConnection(sourceOptions: object): Promise<ConnectionTestResult> {
    return guardTest(sourceOptions, testConnection);
  }
}
