import type { BulkEnd, TaskEnd } from './task';

/** How the requests of a run have ended so far, and which of them are to be sent again. */
export class TaskEnds<Data> {
  readonly #all: TaskEnd<Data>[];
  readonly #retried = new Set<number>();

  /** @param onEnd Hears of each that ends with an answer or an error. */
  constructor(
    count: number,
    readonly onEnd: (index: number, end: TaskEnd<Data>) => void = () => undefined
  ) {
    this.#all = Array.from({ length: count }, () => ({ sent: false }));
  }

  /** Whether the run ended before all of them did. */
  get areOpen(): boolean {
    return this.#retried.size > 0 || this.#all.some(end => 'sent' in end);
  }

  end(index: number, end: TaskEnd<Data>): void {
    this.#all[index] = end;
    this.#retried.delete(index);
    this.onEnd(index, end);
  }

  /** Ends one that is to be sent again; so it stays if the run stops before. */
  endForNow(index: number, end: TaskEnd<Data>): void {
    this.#all[index] = end;
    this.#retried.add(index);
  }

  /** Ends one that was under way when the run ended. An answer whose correction was under way remains. */
  abandon(index: number): void {
    const before = this.#all[index];
    if (before && 'data' in before) this.#all[index] = { ...before, mayBeBilled: true };
    else {
      this.#all[index] = { sent: true };
      this.#retried.delete(index);
    }
  }

  /** Ends those that are not sent again after all, since the run is over. */
  settle(): Pick<BulkEnd<Data>, 'ends' | 'notRetried'> {
    const left = [...this.#retried];
    for (const index of left) this.end(index, this.#all[index] ?? { sent: false });
    return { ends: this.#all, ...(left.length > 0 && { notRetried: left.length }) };
  }
}
