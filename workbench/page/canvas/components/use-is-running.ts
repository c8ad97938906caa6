import { runOf } from '../../queries/query-state';
import { useQueryState } from '../../queries/use-queries';

/** Whether a query runs, by its name. Checking on work that goes on elsewhere is nothing that was pressed. */
export const useIsRunning = (name: string): boolean =>
  useQueryState(state => {
    const query = state.queries.find(candidate => candidate.name === name);
    const run = query && runOf(state, query.id).state;
    return run?.phase === 'running' && !run.isCheck;
  });
