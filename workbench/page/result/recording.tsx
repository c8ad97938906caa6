import { CircleDot, History } from 'lucide-react';
import type { ReactNode } from 'react';
import { textAt } from '../../forms/json';
import type { SavedQuery } from '../queries/saved-query';
import { announceDone } from '../queries/undo-actions';
import { useQueryStore, useRun } from '../queries/use-queries';
import { formatTime } from '../shell/format-time';

interface Props {
  query: SavedQuery;
  /** When the result was recorded, if it was given again. */
  replayedFrom: number | undefined;
}

/** Says that a result was recorded, not fetched. */
export function Replay({ query: { id, name, replays = false }, replayedFrom }: Props): ReactNode {
  const store = useQueryStore();
  const { state } = useRun(id);
  if (state.phase !== 'done' || !replays) return null;
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

/** Keeps the last result, so that the same options give it again. */
export function RecordButton({ query: { id, replays = false } }: Pick<Props, 'query'>): ReactNode {
  const store = useQueryStore();
  const { state, asked, result } = useRun(id);
  if (state.phase !== 'done' || replays || !asked || textAt(result, 'status') === 'interrupted') return null;
  return (
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
  );
}
