import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../failures/api-error';
import { type Category, classifyFailure } from '../failures/classify-failure';
import { type Failure, OutOfTime } from '../failures/failure';
import type { Call } from '../operation';
import { backOff, mayRepeat } from '../transport/retry';
import type { Pacer, Ticket } from './pacer';
import type { RowError } from './rows';

/** One of many requests. */
export interface Task<Answer> {
  /** What it counts for where the account's tokens are limited. */
  tokens: number;
  /** The builder's own words in it, which no error may repeat. */
  words: object;
  send(signal: AbortSignal): Promise<{ data: Answer; response: Response }>;
}

/** How one of them ended; `sent` says that its answer was not waited for. */
export type TaskEnd<Answer> = { answer: Answer } | { error: RowError } | { sent: boolean };

/** How all of them ended, in their order. */
export interface BulkEnd<Answer> {
  ends: TaskEnd<Answer>[];
  /** Why some were not run. */
  stopped?: RowError & { hint: string };
}

/** Where one request fails for these, the others will. */
const FATAL: Category[] = ['authentication', 'permission', 'organization_verification', 'quota', 'model_not_found'];
/** Left of the query's time for putting the result together; of short ones a tenth. */
const RESERVE_MS = 500;

const OUT_OF_TIME = {
  code: 'timeout',
  category: 'timeout',
  message: "The query's time was over",
  hint: "Raise the query's or the connection's timeout, or run the rows that are left in another query.",
};

/**
 * Sends many requests, a few at a time, as fast as the account allows and as long as the query may take. One that fails
 * stops no other, unless the others would fail alike.
 *
 * @param prepare Makes each request when its turn comes, or says why there is none.
 * @throws What the first failed with, where not one was answered.
 */
export function runMany<Answer>(
  count: number,
  prepare: (index: number) => Task<Answer> | RowError,
  concurrency: number,
  pacer: Pacer,
  call: Call
): Promise<BulkEnd<Answer>> {
  return new BulkRun(count, prepare, concurrency, pacer, call).run();
}

class BulkRun<Answer> {
  readonly #ends: TaskEnd<Answer>[];
  readonly #retries = new Map<number, number>();
  readonly #again: number[] = [];
  readonly #late = new AbortController();
  readonly #signal: AbortSignal;
  readonly #lateAt: number;
  #next = 0;
  #running = 0;
  #answered = 0;
  /** How long an answer takes, in milliseconds. */
  #typical = 0;
  #stopped: (RowError & { hint: string }) | undefined;
  /** What to throw where nothing was answered. */
  #trouble: unknown;
  /** A fault of our own, which ends the query: of a promise that nobody waits for, it would end the host. */
  #fault: { error: unknown } | undefined;
  #wake = () => {};

  constructor(
    readonly count: number,
    readonly prepare: (index: number) => Task<Answer> | RowError,
    readonly concurrency: number,
    readonly pacer: Pacer,
    readonly call: Call
  ) {
    this.#ends = Array.from({ length: count }, () => ({ sent: false }));
    this.#signal = AbortSignal.any([call.signal, this.#late.signal]);
    this.#lateAt = performance.now() + call.remaining() - Math.min(RESERVE_MS, call.remaining() / 10);
  }

  async run(): Promise<BulkEnd<Answer>> {
    // A moment more, since timers may be early.
    const timer = setTimeout(() => this.#endIfLate(), Math.min(this.#left() + 2, 2 ** 31 - 1));
    try {
      await this.#start();
      while (this.#running > 0) await this.#change();
    } finally {
      clearTimeout(timer);
    }
    if (this.#fault) throw this.#fault.error;
    if (this.call.signal.aborted) {
      const { reason } = this.call.signal;
      this.#stopped ??= describe(this.call.read(reason));
      this.#trouble ??= reason;
    }
    const isLost = this.#answered === 0 && (this.#stopped !== undefined || this.#trouble !== undefined);
    if (isLost) throw this.#trouble ?? new OutOfTime(OUT_OF_TIME.message);
    return { ends: this.#ends, ...(this.#stopped && { stopped: this.#stopped }) };
  }

  /** Starts one after the other until there are no more, or it is of no use. */
  async #start(): Promise<void> {
    for (;;) {
      if (this.#stopped || this.#signal.aborted) return;
      if (this.#running >= this.concurrency) {
        await this.#change();
        continue;
      }
      const index = this.#again.shift() ?? (this.#next < this.count ? this.#next++ : undefined);
      if (index === undefined) {
        if (this.#running === 0) return;
        await this.#change();
        continue;
      }
      const task = this.prepare(index);
      if ('code' in task) this.#ends[index] = { error: task };
      else if (await this.#hasTime(task)) await this.#admit(index, task);
    }
  }

  /** Waits for the turn of one and sends it. */
  async #admit(index: number, task: Task<Answer>): Promise<void> {
    const ticket = await this.pacer.admit(task.tokens, this.#signal).catch(() => undefined);
    if (!ticket) return;
    if (this.#stopped) return this.pacer.end(ticket);
    this.#running += 1;
    void this.#send(index, task, ticket)
      .catch((error: unknown) => {
        this.#fault ??= { error };
        this.#late.abort();
      })
      .finally(() => {
        this.#running -= 1;
        this.#wake();
      });
  }

  /** Whether an answer can come in time; what is under way may still tell that the account allows more. */
  async #hasTime({ tokens }: Task<Answer>): Promise<boolean> {
    for (;;) {
      if (this.pacer.wait(tokens) + this.#typical <= this.#left()) return true;
      if (this.#running === 0 || this.#signal.aborted) break;
      await this.#change();
    }
    this.#stopped ??= OUT_OF_TIME;
    return false;
  }

  async #send(index: number, task: Task<Answer>, ticket: Ticket): Promise<void> {
    const started = performance.now();
    try {
      const { data, response } = await task.send(this.#signal);
      this.pacer.end(ticket, response.headers);
      this.#ends[index] = { answer: data };
      this.#answered += 1;
      const taken = performance.now() - started;
      this.#typical = this.#answered === 1 ? taken : this.#typical * 0.8 + taken * 0.2;
      this.#endIfLate();
    } catch (error) {
      this.#trouble ??= error;
      if (!this.call.dry_run) return this.#fail(index, task, ticket, error);
      this.pacer.end(ticket);
      this.#stopped ??= OUT_OF_TIME;
    }
  }

  async #fail(index: number, task: Task<Answer>, ticket: Ticket, error: unknown): Promise<void> {
    const headers = error instanceof ApiError ? error.headers : undefined;
    if (this.#signal.aborted) {
      this.pacer.end(ticket);
      this.#ends[index] = { sent: true };
      this.#stopped ??= this.#late.signal.aborted ? OUT_OF_TIME : describe(this.call.read(error, task.words));
      return;
    }
    const failure = this.call.read(error, task.words);
    const { category, retryable } = classifyFailure(failure);
    if (category === 'rate_limit' && retryable) {
      this.pacer.invalidOptions(ticket, headers, failure.retry_after_ms);
      if (this.pacer.wait(task.tokens) > this.#left()) this.#stop(failure, error);
      this.#again.push(index);
      return;
    }
    this.pacer.end(ticket, headers);
    this.#ends[index] = { error: toRowError(failure) };
    const retries = this.#retries.get(index) ?? 0;
    const wait = failure.retry_after_ms ?? backOff(retries);
    if (mayRepeat(failure, false) && retries < this.call.connection.maxRetries && wait < this.#left()) {
      this.#retries.set(index, retries + 1);
      await sleep(wait, undefined, { signal: this.#signal }).catch(() => undefined);
      if (!this.#signal.aborted) this.#again.push(index);
    } else if (FATAL.includes(category) || failure.unsent) this.#stop(failure, error);
  }

  #stop(failure: Failure, error: unknown): void {
    this.#stopped ??= describe(failure);
    this.#trouble = error;
  }

  /** Where there is something to give back it is given; else the last moment may still bring something. */
  #endIfLate(): void {
    if (this.#left() <= 0 && this.#answered > 0) this.#late.abort();
  }

  /** Milliseconds in which an answer is of use. */
  #left(): number {
    return this.#lateAt - performance.now();
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }
}

const describe = (failure: Failure) => ({ ...toRowError(failure), hint: classifyFailure(failure).hint });

/** What a row shows of a failure. */
export function toRowError(failure: Failure): RowError {
  const { category } = classifyFailure(failure);
  return { code: failure.code ?? category, category, message: failure.reason };
}
