import { ApiError } from '../failures/api-error';
import { classifyFailure } from '../failures/classify-failure';
import { OutOfTime } from '../failures/failure';
import type { Call } from '../operation';
import { mayRepeat } from '../transport/retry';
import type { Failure } from '../types/failure';
import { AdaptiveConcurrency } from './concurrency';
import type { Ticket } from './pacer';
import { Retries } from './retries';
import { Room } from './room';
import type { RowError } from './rows';
import { RunClock } from './run-clock';
import { type BulkEnd, describeStop, failsAll, OUT_OF_TIME, type RunSettings, type Task, toFailedEnd } from './task';
import { TaskEnds } from './task-ends';

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
  readonly #ends: TaskEnds<Data>;
  readonly #retries: Retries;
  readonly #retryQueue: number[] = [];
  readonly #clock: RunClock;
  readonly #concurrency: AdaptiveConcurrency;
  readonly #room: Room;
  #next = 0;
  #running = 0;
  #answered = 0;
  /** Why no more requests are sent. */
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
    this.#ends = new TaskEnds(settings.count, settings.onEnd);
    this.#retries = new Retries(call.connection.maxRetries);
    // A dry run shows the first request only.
    this.#concurrency = new AdaptiveConcurrency(call.dry_run ? { first: 1, most: 1 } : settings.concurrency);
    this.#clock = new RunClock(call);
    this.#room = new Room(settings.pacer, this.#clock, this.#concurrency);
  }

  async run(): Promise<BulkEnd<Data>> {
    // 2 ms more, since timers may fire early.
    const timer = setTimeout(() => this.#endIfLate(), Math.min(this.#clock.left() + 2, 2 ** 31 - 1));
    try {
      await this.#start();
      while (this.#running > 0) await this.#change();
    } finally {
      clearTimeout(timer);
    }
    if (this.#internalError) throw this.#internalError.error;
    // Nothing else says so where the run was late to the millisecond, or a file was loading.
    if (this.#clock.isLate && this.#ends.areOpen) this.#stopped ??= OUT_OF_TIME;
    if (this.call.signal.aborted) this.#stopFor(this.call.signal.reason);
    const hasFailed = this.#answered === 0 && (this.#stopped !== undefined || this.#firstError !== undefined);
    if (hasFailed) throw this.#firstError ?? new OutOfTime(OUT_OF_TIME.message);
    return { ...this.#ends.settle(), read: this.call.readAnswer, ...(this.#stopped && { stopped: this.#stopped }) };
  }

  /** Starts requests until all are sent or the run must stop. */
  async #start(): Promise<void> {
    while (!this.#stopped && !this.#clock.signal.aborted) {
      const index = this.#running < this.#most() ? this.#takeNext() : undefined;
      if (index !== undefined) await this.#startOne(index);
      else if (this.#running > 0) await this.#change();
      else return;
    }
  }

  /** Where another model may be tried, the first row is sent alone: it shows whether this one is available. */
  #most = () => (this.call.givesWay && this.#answered === 0 ? 1 : this.#concurrency.limit);

  #takeNext(): number | undefined {
    return this.#retryQueue.shift() ?? (this.#next < this.settings.count ? this.#next++ : undefined);
  }

  async #startOne(index: number): Promise<void> {
    const task = this.prepare(index);
    if ('code' in task) this.#ends.end(index, { error: task });
    else if (await this.#hasTime(task)) {
      if (task.load) this.#run(this.#loadAndAdmit(index, task, task.load));
      else await this.#admit(index, task);
    }
  }

  async #loadAndAdmit(index: number, task: Task<Data>, load: NonNullable<Task<Data>['load']>): Promise<void> {
    try {
      const fault = await load(this.#clock.preparing);
      if (fault) return this.#ends.end(index, { error: fault });
    } catch (error) {
      // The run has ended meanwhile, so the request was not sent.
      if (this.#clock.preparing.aborted) return;
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
        this.#clock.end();
      })
      .finally(() => {
        this.#running -= 1;
        this.#wake();
      });
  }

  /** Sends one request as soon as the limits allow. */
  async #admit(index: number, task: Task<Data>): Promise<void> {
    const { pacer } = this.settings;
    const stopIfLate = () => {
      if (this.#room.isGoneFor(task.tokens)) this.#stopForTime(task);
    };
    const ticket = await pacer.admit(task.tokens, this.#clock.preparing, stopIfLate).catch(() => undefined);
    if (!ticket) return;
    if (this.#stopped) return pacer.cancel(ticket);
    this.#run(this.#send(index, task, ticket));
  }

  /** Whether a response can arrive in time; pending responses may still raise the limits. */
  async #hasTime(task: Task<Data>): Promise<boolean> {
    while (!this.#room.hasTimeFor(task.tokens)) {
      if (this.#running === this.#retries.asleep || this.#clock.signal.aborted) {
        this.#stopForTime(task);
        return false;
      }
      await this.#change();
    }
    return true;
  }

  #stopForTime({ tokens }: Task<Data>): void {
    const error = this.#room.explain(tokens);
    if (error instanceof OutOfTime) this.#stopped ??= OUT_OF_TIME;
    this.#stopFor(error);
  }

  /** Sends no more, for a reason that is no request's own. */
  #stopFor(error: unknown): void {
    this.#stopped ??= describeStop(this.call.read(error));
    this.#firstError ??= error;
    this.#clock.halt();
  }

  async #send(index: number, task: Task<Data>, ticket: Ticket): Promise<void> {
    const started = performance.now();
    try {
      const { data, response } = await this.#room.use(async () => task.send(this.#clock.signal));
      this.settings.pacer.end(ticket, response.headers);
      this.#answered += 1;
      const duration = performance.now() - started;
      if (task.rejects?.(data)) {
        this.#ends.endForNow(index, { data, duration });
        this.#retryQueue.push(index);
      } else this.#ends.end(index, { data, duration });
      this.#concurrency.respond(duration);
      this.#endIfLate();
    } catch (error) {
      this.#firstError ??= error;
      if (!this.call.dry_run) return this.#fail(index, task, ticket, error);
      this.settings.pacer.end(ticket);
      this.#stopped ??= OUT_OF_TIME;
    }
  }

  /** Ends what was under way when the run ended. */
  #abandon(index: number, task: Task<Data>, ticket: Ticket, error: unknown): void {
    this.settings.pacer.end(ticket);
    this.#ends.abandon(index);
    this.#stopped ??= this.#clock.isLate ? OUT_OF_TIME : describeStop(this.call.read(error, task.content));
  }

  async #fail(index: number, task: Task<Data>, ticket: Ticket, error: unknown): Promise<void> {
    const headers = error instanceof ApiError ? error.headers : undefined;
    if (this.#clock.signal.aborted) return this.#abandon(index, task, ticket, error);
    const failure = this.call.read(error, task.content);
    if (this.call.givesWay?.(failure)) {
      this.settings.pacer.end(ticket, headers);
      return this.#stop(failure, error);
    }
    const { category, retryable } = classifyFailure(failure);
    if (retryable) this.#concurrency.reject(ticket.requests.at, performance.now());
    if (category === 'rate_limit' && retryable && mayRepeat(failure)) {
      this.settings.pacer.reject(ticket, headers, failure.retry_after_ms);
      if (this.settings.pacer.wait(task.tokens) > this.#clock.left()) this.#stop(failure, error);
      this.#retryQueue.push(index);
      return;
    }
    // What did not reach the server says nothing of its speed.
    if (failure.unsent) this.settings.pacer.cancel(ticket);
    else this.settings.pacer.end(ticket, headers);
    const end = toFailedEnd(failure);
    const wait = this.#retries.take(index, failure, this.#clock.left());
    if (wait !== undefined) {
      this.#ends.endForNow(index, end);
      return this.#retryAfter(wait, index);
    }
    this.#ends.end(index, end);
    if (failsAll(failure)) this.#stop(failure, error);
  }

  async #retryAfter(wait: number, index: number): Promise<void> {
    const waited = this.#retries.sleep(wait, this.#clock.preparing);
    // Perhaps nothing but waits is left.
    this.#wake();
    await waited;
    if (!this.#clock.preparing.aborted) this.#retryQueue.push(index);
  }

  #stop(failure: Failure, error: unknown): void {
    this.#stopped ??= describeStop(failure);
    this.#firstError = error;
    this.#clock.halt();
  }

  /** Ends a late run that has results; without any, it waits until the deadline. */
  #endIfLate(): void {
    if (this.#clock.left() <= 0 && this.#answered > 0) this.#clock.end();
  }

  #change = (): Promise<void> =>
    new Promise(resolve => {
      this.#wake = resolve;
    });
}
