import { QueryError } from '@tooljet/plugins-sdk-shim';
import { internalFailure } from '../failures/internal-failure';
import { toQueryError } from '../failures/query-error';

/**
 * Passes on the events of a query, and turns an error that nobody expected into a QueryError.
 *
 * @throws QueryError for whatever fails.
 */
export async function* reportBugs<Event>(events: AsyncGenerator<Event, void>): AsyncGenerator<Event, void> {
  try {
    yield* events;
  } catch (error) {
    if (error instanceof QueryError) throw error;
    // The message may quote what was being read, so it is not passed on.
    throw toQueryError({ summary: 'run the query' }, internalFailure(error, 'running the query'), { id: '' }, '');
  }
}
