import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../failures/api-error';
import type { Category } from '../failures/category';
import { classifyFailure } from '../failures/classify-failure';
import { OutOfTime } from '../failures/failure';
import type { Call } from '../operation';
import { backOff, mayRepeat } from '../transport/retry';
import type { Failure } from '../types/failure';
import { AdaptiveConcurrency } from './concurrency';
import type { Ticket } from './pacer';
import type { RowError } from './rows';
import { type BulkEnd, describeStop, OUT_OF_TIME, type RunSettings, type Task, type TaskEnd, toRowError } from './task';

/** If one request fails with these, so will the others. */
const FATAL: Category[] = ['authentication', 'permission', 'organization_verification', 'quota', 'model_not_found'];
/** The time reserved for assembling the result, but at most a tenth of the query's time. */
const RESERVE_MS = 500;

/**
 * Sends many requests concurrently, as fast as the account's limits allow, until the query's deadline. A failure stops
 * the others only if they would fail too.
 *
 * @param prepare Creates each request when it is due, or returns why it cannot be created.
 * @throws The first error, if no request succeeded.
 */
export function runMany<Data>(
  prepare: (index: number) => Task<Data> | RowError,
  settings: RunSettings<Data>,
  call: Call
): Promise<BulkEnd<Data>> {
  return new BulkRun(prepare, settings, call).run();
}

class BulkRun<Data> {
  readonly #ends: TaskEnd<Data>[];
  readonly #retries = new Map<number, number>();
  readonly #retryQueue: number[] = [];
  readonly #late = new AbortController();
  readonly #signal: AbortSignal;
  readonly #lateAt: number;
  readonly #concurrency: AdaptiveConcurrency;
  #next = 0;
  #running = 0;
  #answered = 0;
  /** The typical duration of a request in milliseconds. */
  #stopped: (RowError & { hint: string }) | undefined;
  /** What to throw if no request succeeded. */
  #firstError: unknown;
  /** An internal error; as an unhandled rejection it would end the host's process. */
  #internalError: { error: unknown } | undefined;
  #wake = () => {};

  constructor(
    readonly prepare: (index: number) => Task<Data> | RowError,
    readonly settings: RunSettings<Data>,
    readonly call: Call
  ) {
    this.#ends = Array.from({ length: settings.count }, () => ({ sent: false }));
    // A dry run shows the first request only.
    this.#concurrency = new AdaptiveConcurrency(call.dry_run ? { first: 1, most: 1 } : settings.concurrency);
    this.#signal = AbortSignal.any([call.signal, this.#late.signal]);
    this.#lateAt = performance.now() + call.remaining() - Math.min(RESERVE_MS, call.remaining() / 10);
  }

  async run(): Promise<BulkEnd<Data>> {
    // 2 ms more, since timers may fire early.
    const timer = setTimeout(() => this.#endIfLate(), Math.min(this.#left() + 2, 2 ** 31 - 1));
    try {
      await this.#start();
      while (this.#running > 0) await this.#change();
    } finally {
      clearTimeout(timer);
    }
    if (this.#internalError) throw this.#internalError.error;
    if (this.call.signal.aborted) {
      const { reason } = this.call.signal;
      this.#stopped ??= describeStop(this.call.read(reason));
      this.#firstError ??= reason;
    }
    const hasFailed = this.#answered === 0 && (this.#stopped !== undefined || this.#firstError !== undefined);
    if (hasFailed) throw this.#firstError ?? new OutOfTime(OUT_OF_TIME.message);
    return { ends: this.#ends, read: this.call.read, ...(this.#stopped && { stopped: this.#stopped }) };
  }

  /** Starts requests until all are sent or the run must stop. */
  async #start(): Promise<void> {
    while (!this.#stopped && !this.#signal.aborted) {
      const index = this.#running < this.#room() ? this.#takeNext() : undefined;
      if (index !== undefined) await this.#startOne(index);
      else if (this.#running > 0) await this.#change();
      else return;
    }
  }

  /** Where another model may be tried, the first row is sent alone: it shows whether this one is available. */
  #room = () => (this.call.givesWay && this.#answered === 0 ? 1 : this.#concurrency.limit);

  #takeNext(): number | undefined {
    return this.#retryQueue.shift() ?? (this.#next < this.settings.count ? this.#next++ : undefined);
  }

  async #startOne(index: number): Promise<void> {
    const task = this.prepare(index);
    if ('code' in task) this.#end(index, { error: task });
    else if (await this.#hasTime(task)) {
      if (task.load) this.#run(this.#loadAndAdmit(index, task, task.load));
      else await this.#admit(index, task);
    }
  }

  async #loadAndAdmit(index: number, task: Task<Data>, load: NonNullable<Task<Data>['load']>): Promise<void> {
    try {
      const fault = await load(this.#signal);
      if (fault) return this.#end(index, { error: fault });
    } catch (error) {
      // The run has ended meanwhile, so the request was not sent.
      if (this.#signal.aborted) return;
      throw error;
    }
    await this.#admit(index, task);
  }

  /** Counts as running until it ends. */
  #run(work: Promise<void>): void {
    this.#running += 1;
    void work
      .catch((error: unknown) => {
        this.#internalError ??= { error };
        this.#late.abort();
      })
      .finally(() => {
        this.#running -= 1;
        this.#wake();
      });
  }

  #end(index: number, end: TaskEnd<Data>): void {
    this.#ends[index] = end;
    this.settings.onEnd?.(index, end);
  }

  /** Sends one request as soon as the limits allow. */
  async #admit(index: number, task: Task<Data>): Promise<void> {
    const ticket = await this.settings.pacer.admit(task.tokens, this.#signal).catch(() => undefined);
    if (!ticket) return;
    if (this.#stopped) return this.settings.pacer.end(ticket);
    this.#run(this.#send(index, task, ticket));
  }

  /** Whether a response can arrive in time; pending responses may still raise the limits. */
  async #hasTime({ tokens }: Task<Data>): Promise<boolean> {
    for (;;) {
      if (this.settings.pacer.wait(tokens) + this.#concurrency.typicalMs <= this.#left()) return true;
      if (this.#running === 0 || this.#signal.aborted) break;
      await this.#change();
    }
    this.#stopped ??= OUT_OF_TIME;
    return false;
  }

  async #send(index: number, task: Task<Data>, ticket: Ticket): Promise<void> {
    const started = performance.now();
    try {
      const { data, response } = await task.send(this.#signal);
      this.settings.pacer.end(ticket, response.headers);
      this.#answered += 1;
      const duration = performance.now() - started;
      if (task.rejects?.(data)) {
        this.#ends[index] = { data, duration };
        this.#retryQueue.push(index);
      } else this.#end(index, { data, duration });
      this.#concurrency.respond(duration);
      this.#endIfLate();
    } catch (error) {
      this.#firstError ??= error;
      if (!this.call.dry_run) return this.#fail(index, task, ticket, error);
      this.settings.pacer.end(ticket);
      this.#stopped ??= OUT_OF_TIME;
    }
  }

  async #fail(index: number, task: Task<Data>, ticket: Ticket, error: unknown): Promise<void> {
    const headers = error instanceof ApiError ? error.headers : undefined;
    if (this.#signal.aborted) {
      this.settings.pacer.end(ticket);
      this.#ends[index] = { sent: true };
      this.#stopped ??= this.#late.signal.aborted ? OUT_OF_TIME : describeStop(this.call.read(error, task.content));
      return;
    }
    const failure = this.call.read(error, task.content);
    if (this.call.givesWay?.(failure)) {
      this.settings.pacer.end(ticket, headers);
      return this.#stop(failure, error);
    }
    const { category, retryable } = classifyFailure(failure);
    if (retryable) this.#concurrency.reject(ticket.requests.at, performance.now());
    if (category === 'rate_limit' && retryable) {
      this.settings.pacer.reject(ticket, headers, failure.retry_after_ms);
      if (this.settings.pacer.wait(task.tokens) > this.#left()) this.#stop(failure, error);
      this.#retryQueue.push(index);
      return;
    }
    this.settings.pacer.end(ticket, headers);
    const end = { error: toRowError(failure) };
    // Until it is sent again: the run may stop before.
    this.#ends[index] = end;
    const wait = this.#waitForRetry(index, failure);
    if (wait !== undefined) return this.#retryAfter(wait, index);
    this.#end(index, end);
    if (FATAL.includes(category) || failure.unsent) this.#stop(failure, error);
  }

  /** Milliseconds until a failed request is sent again, or nothing if it is not. */
  #waitForRetry(index: number, failure: Failure): number | undefined {
    const retries = this.#retries.get(index) ?? 0;
    const wait = failure.retry_after_ms ?? backOff(retries);
    const isRetried = mayRepeat(failure) && retries < this.call.connection.maxRetries && wait < this.#left();
    return isRetried ? wait : undefined;
  }

  async #retryAfter(wait: number, index: number): Promise<void> {
    this.#retries.set(index, (this.#retries.get(index) ?? 0) + 1);
    await sleep(wait, undefined, { signal: this.#signal }).catch(() => undefined);
    if (!this.#signal.aborted) this.#retryQueue.push(index);
  }

  #stop(failure: Failure, error: unknown): void {
    this.#stopped ??= describeStop(failure);
    this.#firstError = error;
  }

  /** Ends a late run that has results; without any, it waits until the deadline. */
  #endIfLate(): void {
    if (this.#left() <= 0 && this.#answered > 0) this.#late.abort();
  }

  /** Milliseconds until the run must end. */
  #left(): number {
    return this.#lateAt - performance.now();
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }
}
