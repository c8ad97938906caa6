import type { StoreApi } from 'zustand/vanilla';
import { exposeComponents } from '../canvas/expose';
import type { QueryState } from './query-state';
import { toScope } from './scope';

/** Keeps what the components of the canvas expose up to date. */
export function followCanvas({ getState, setState, subscribe }: StoreApi<QueryState>): void {
  function expose(): void {
    const { canvas, inputs, components } = getState();
    const exposed = exposeComponents(canvas, inputs, { ...toScope(getState()), components: {} });
    if (!isSame(exposed, components)) setState({ components: exposed });
  }
  expose();
  subscribe(({ canvas, inputs, runs }, old) => {
    if (canvas !== old.canvas || inputs !== old.inputs || runs !== old.runs) expose();
  });
}

/** Whether components expose the same; files stay the same list, so none is looked into. */
function isSame(some: QueryState['components'], others: QueryState['components']): boolean {
  const [names, otherNames] = [Object.keys(some), Object.keys(others)];
  return (
    names.length === otherNames.length &&
    names.every(name => {
      const [one, other] = [some[name], others[name]];
      return one === other || (one && other && Object.keys(one).every(key => Object.is(one[key], other[key])));
    })
  );
}
