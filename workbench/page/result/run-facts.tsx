import type { ReactNode } from 'react';
import { at } from '../../forms/json';
import { formatCost } from '../shell/format-cost';

interface Props {
  result: unknown;
}

/** How long a run took and what it cost, beside how it ended. */
export function RunFacts({ result }: Props): ReactNode {
  const duration = at(result, 'metadata', 'duration_ms');
  const usd = at(result, 'metadata', 'cost', 'usd');
  return (
    <span className="run-facts muted figures">
      {typeof duration === 'number' && <span title="Duration">{duration.toLocaleString('en-US')} ms</span>}
      {typeof usd === 'number' && <span title="Cost">{formatCost(usd)}</span>}
    </span>
  );
}
