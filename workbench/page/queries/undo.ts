import type { StoreApi } from 'zustand/vanilla';
import type { QueryState } from './query-state';

/** A change that can be undone. */
export interface Step {
  /** Such as "Deleted chat1". */
  did: string;
}

/** What a change makes of the state. */
export type Outcome = Partial<QueryState> & {
  /** What was done, if it is to be undone. */
  did?: string;
  /** Changes in a row that name the same thing, such as one field, are undone together. */
  joins?: string;
};

type Content = Pick<QueryState, 'queries' | 'canvas' | 'pages' | 'stand_ins' | 'selected'>;

interface Recorded extends Step {
  joins: string | undefined;
  content: Content;
}

const mostSteps = 200;

/** Makes changes so that they can be undone and redone. What was there before is shared, not copied. */
export class UndoStack {
  readonly #state: StoreApi<QueryState>;
  #past: Recorded[] = [];
  #future: Recorded[] = [];

  constructor(state: StoreApi<QueryState>) {
    this.#state = state;
  }

  apply({ did, joins, ...change }: Outcome): void {
    const content = this.#content();
    const last = this.#past.at(-1);
    if (did !== undefined) {
      const isJoined = joins !== undefined && last?.joins === joins && this.#future.length === 0;
      if (!isJoined) this.#past = [...this.#past, { did, joins, content }].slice(-mostSteps);
      this.#future = [];
    }
    this.#state.setState({ ...change, ...this.#ends() });
  }

  /** @param step Only if this is still the last one. */
  undo(step?: Step): Step | undefined {
    const last = this.#past.at(-1);
    if (!last || (step && step !== last)) return undefined;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, { ...last, content: this.#content() }];
    this.#state.setState({ ...last.content, ...this.#ends() });
    return last;
  }

  redo(): Step | undefined {
    const next = this.#future.at(-1);
    if (!next) return undefined;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, { ...next, joins: undefined, content: this.#content() }];
    this.#state.setState({ ...next.content, ...this.#ends() });
    return next;
  }

  /** Another tab has changed what there is, so that going back would undo its work too. */
  clear(): void {
    this.#past = [];
    this.#future = [];
    this.#state.setState(this.#ends());
  }

  #content(): Content {
    const { queries, canvas, pages = [], stand_ins, selected } = this.#state.getState();
    return { queries, canvas, pages, stand_ins, selected };
  }

  #ends(): Pick<QueryState, 'undoable' | 'redoable'> {
    return { undoable: this.#past.at(-1), redoable: this.#future.at(-1) };
  }
}
