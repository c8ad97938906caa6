import { CircleDot, History } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SavedQuery } from '../queries/saved-query';
import { announceDone } from '../queries/undo-actions';
import { useQueryStore, useRun } from '../queries/use-queries';
import { formatTime } from '../shell/format-time';

interface Props {
  query: SavedQuery;
  /** When the result was recorded, if it was given again. */
  replayedFrom: number | undefined;
}

/** Says that a result was recorded, not fetched; or offers to record it. */
export function Recording({ query: { id, name, replays = false }, replayedFrom }: Props): ReactNode {
  const store = useQueryStore();
  const { state, asked } = useRun(id);
  if (state.phase !== 'done') return null;
  if (replays) {
    return (
      <div className="recording notice">
        <History size={16} aria-hidden />
        <span>
          {replayedFrom === undefined
            ? 'This query replays what was recorded.'
            : `Recorded ${formatTime(replayedFrom)}. Nothing was sent, and nothing is billed.`}
        </span>
        <span className="pending-buttons">
          <button type="button" onClick={() => void store.run(name, {}, true)}>
            Run live and record
          </button>
          <button type="button" className="quiet" onClick={() => store.setReplays(id, false)}>
            Stop replaying
          </button>
        </span>
      </div>
    );
  }
  if (!asked) return null;
  return (
    <div className="recording">
      <button
        type="button"
        className="quiet"
        title="Keeps this result with the query. Runs with the same options then give it again, without a request or a cost."
        onClick={() => {
          store.record(id);
          announceDone(store);
        }}
      >
        <CircleDot size={14} aria-hidden /> Record and replay
      </button>
    </div>
  );
}
