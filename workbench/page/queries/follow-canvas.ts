import type { StoreApi } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import { exposeComponents, textsOf } from '../canvas/expose';
import { loadPatterns, needsPatterns } from '../canvas/json-form/patterns';
import type { Evaluator } from './evaluator';
import type { QueryState } from './query-state';
import { toScope } from './scope';

/** Keeps what the components of a canvas expose up to date. */
export class CanvasFollower {
  readonly #state: StoreApi<QueryState>;
  readonly #evaluator: Evaluator;
  /** What the expressions that matter to what components expose give, by component id and property. */
  #evaluated: Record<string, Values> = {};
  #evaluating: Promise<void> = Promise.resolve();
  #round = 0;

  constructor(state: StoreApi<QueryState>, evaluator: Evaluator) {
    this.#state = state;
    this.#evaluator = evaluator;
    this.#expose();
    this.#evaluate();
    state.subscribe(({ canvas, inputs, runs }, old) => {
      if (canvas !== old.canvas || inputs !== old.inputs) this.#expose();
      if (canvas !== old.canvas || hasNewResult(runs, old.runs)) this.#evaluate();
    });
  }

  /** Settles when the expressions of values at first have been evaluated with what is there now. */
  settled(): Promise<void> {
    return this.#evaluating;
  }

  /** What is typed and picked is there at once. */
  #expose(): void {
    const { canvas, inputs, components } = this.#state.getState();
    const exposed = exposeComponents(canvas, inputs, this.#evaluated);
    if (!isSame(exposed, components)) this.#state.setState({ components: exposed });
    if (Object.values(exposed).some(({ schema }) => needsPatterns(schema)))
      void loadPatterns().then(() => this.#expose());
  }

  #evaluate(): void {
    const { canvas } = this.#state.getState();
    const texts = canvas.flatMap(component =>
      textsOf(component).map(([key, text]) => ({ id: component.id, key, text }))
    );
    if (texts.length === 0) return;
    this.#round += 1;
    const round = this.#round;
    const scope = { ...toScope(this.#state.getState()), components: {} };
    this.#evaluating = Promise.all(
      // What cannot be evaluated yet is empty; the property's own field says why.
      texts.map(async ({ id, key, text }) => ({
        id,
        value: { [key]: await this.#evaluator.evaluate(text, scope).catch(() => '') },
      }))
    ).then(entries => {
      if (round !== this.#round) return this.#evaluating;
      this.#evaluated = {};
      for (const { id, value } of entries) this.#evaluated[id] = { ...this.#evaluated[id], ...value };
      this.#expose();
      return undefined;
    });
  }
}

function hasNewResult(runs: QueryState['runs'], old: QueryState['runs']): boolean {
  if (runs === old) return false;
  return Object.entries(runs).some(([id, { result, state }]) => {
    const before = old[id];
    return result !== before?.result || (state.phase === 'running') !== (before?.state.phase === 'running');
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
