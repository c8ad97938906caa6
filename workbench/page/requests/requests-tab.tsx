import type { ReactNode } from 'react';
import type { RecordedRequest } from '../../recording/recorded-request';
import { useQueryStore } from '../queries/use-queries';
import { RequestRow } from './request-row';

interface Props {
  /** The query that has sent them. */
  name: string;
  requests: RecordedRequest[] | undefined;
}

/** Every request of a run, as it went out and came back. */
export function RequestsTab({ name, requests }: Props): ReactNode {
  const store = useQueryStore();
  if (!requests || requests.length === 0) {
    return (
      <div className="empty-state">
        <p>
          <strong>{requests ? 'Nothing was sent' : 'No requests to show'}</strong>
        </p>
        <p className="muted">
          {requests
            ? 'The query was refused, or previewed, before anything left this machine.'
            : 'Run the query: every request that it sends appears here, with its answer. Keys are hidden.'}
        </p>
      </div>
    );
  }
  const total = requests.reduce((sum, { duration_ms = 0 }) => sum + duration_ms, 0);
  return (
    <div className="requests">
      <div className="requests-bar">
        <span className="muted">
          {requests.length === 1 ? '1 request' : `${requests.length} requests`}, {total.toLocaleString('en-US')} ms
        </span>
        <button type="button" className="quiet" onClick={() => void store.run(name, { dry_run: true })}>
          Open as a dry run
        </button>
      </div>
      <div className="request-list">
        <div className="request-columns" aria-hidden>
          <span>Method</span>
          <span>Path</span>
          <span>Status</span>
          <span>Time</span>
          <span className="request-size">Size</span>
        </div>
        <ol>
          {requests.map((request, index) => (
            <RequestRow
              // biome-ignore lint/suspicious/noArrayIndexKey: requests are only ever added at the end
              key={index}
              request={request}
              before={requests
                .slice(0, index)
                .findLast(({ url, method }) => url === request.url && method === request.method)}
              isOpenAtFirst={requests.length === 1}
            />
          ))}
        </ol>
      </div>
    </div>
  );
}
