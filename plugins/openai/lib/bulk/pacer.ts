import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '../transport/retry';
import { Bucket, type Taken } from './bucket';
import { readRateLimits } from './rate-limits';

/** A request that was let through, and what it counts for. */
export interface Ticket {
  requests: Taken;
  tokens: Taken;
}

/** So many may be under way before an answer has told the limits. */
const FIRST_WINDOW = 8;
/** How a gap shrinks with every answer, until the next refusal. */
const CLOSER = 0.995;
/** The longest sleep, in milliseconds: a closed gate may close for longer meanwhile. */
const LOOK_AGAIN_MS = 1000;

/**
 * Lets requests through one by one, as fast as the account's limits allow: by what answers tell of them and, where a
 * server tells nothing, by its refusals. One refusal holds all requests back, not the refused one alone.
 */
export class Pacer {
  #requests = new Bucket();
  #tokens = new Bucket();
  #line: Promise<unknown> = Promise.resolve();
  #running = 0;
  /** Ends the wait of whoever is first in the line. */
  #change = new AbortController();
  #window = FIRST_WINDOW;
  #closedUntil = 0;
  #refusals = 0;
  #lastRefusal = 0;
  /** Answers since then. */
  #answers = 0;
  /** Milliseconds between two requests, where a server tells its limit by refusals alone. */
  #gap = 0;
  #lastSent = 0;

  /** Milliseconds until a request of so many tokens may be sent, as far as is known. */
  wait(tokens: number, now = performance.now()): number {
    const closed = this.#closedUntil - now;
    const early = this.#requests.isKnown ? 0 : this.#lastSent + this.#gap - now;
    return Math.max(0, closed, early, this.#requests.wait(1, now), this.#tokens.wait(tokens, now));
  }

  /**
   * Waits for the turn of a request. Give every ticket back by `end`.
   *
   * @throws What the signal's abort throws.
   */
  admit(tokens: number, signal: AbortSignal): Promise<Ticket> {
    const turn = this.#line.then(() => this.#waitForTurn(tokens, signal));
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  async #waitForTurn(tokens: number, signal: AbortSignal): Promise<Ticket> {
    for (;;) {
      signal.throwIfAborted();
      const now = performance.now();
      const wait = this.#running >= this.#window ? LOOK_AGAIN_MS : this.wait(tokens, now);
      if (wait <= 0) {
        this.#running += 1;
        // Timers are late: what they lost is caught up with.
        this.#lastSent = Math.max(this.#lastSent + this.#gap, now - 5 * this.#gap);
        return { requests: this.#requests.take(1, now), tokens: this.#tokens.take(tokens, now) };
      }
      this.#change = new AbortController();
      const either = AbortSignal.any([signal, this.#change.signal]);
      await sleep(Math.min(wait, LOOK_AGAIN_MS), undefined, { signal: either }).catch(() => undefined);
    }
  }

  /** An answer came, or none will. */
  end(ticket: Ticket, headers?: Headers): void {
    this.#running -= 1;
    this.#refusals = 0;
    this.#answers += 1;
    this.#gap *= CLOSER;
    this.#close(ticket, headers);
    this.#window = this.#requests.isKnown ? Number.POSITIVE_INFINITY : this.#window + 1;
  }

  /**
   * The server refused a request for its rate.
   *
   * @param wait Milliseconds the server asks to wait, if it says.
   */
  invalidOptions(ticket: Ticket, headers: Headers | undefined, wait: number | undefined): void {
    const now = performance.now();
    this.#close(ticket, headers);
    this.#requests.empty(now);
    // Those that were under way together are refused together: that counts once.
    if (ticket.requests.at > this.#lastRefusal) {
      // From one refusal to the next so many were let through: that is the rate.
      if (this.#lastRefusal > 0) this.#gap = (now - this.#lastRefusal) / Math.max(1, this.#answers);
      this.#lastRefusal = now;
      this.#answers = 0;
      this.#refusals += 1;
      this.#window = Math.max(1, Math.floor(Math.min(this.#window, this.#running) / 2));
    }
    this.#running -= 1;
    this.#closedUntil = Math.max(this.#closedUntil, now + (wait ?? backOff(this.#refusals)));
  }

  #close({ requests, tokens }: Ticket, headers: Headers | undefined): void {
    this.#change.abort();
    this.#requests.close(requests);
    this.#tokens.close(tokens);
    const limits = readRateLimits(headers);
    const now = performance.now();
    if (limits.requests) this.#requests.learn(limits.requests, requests, now);
    if (limits.tokens) this.#tokens.learn(limits.tokens, tokens, now);
  }
}

const shared = new Map<string, { pacer: Pacer; users: number }>();

/**
 * The pacer of an account and model, one for all queries that run at the same time.
 *
 * @param key What the limits belong to.
 */
export async function withPacer<T>(key: string, use: (pacer: Pacer) => Promise<T>): Promise<T> {
  const entry = shared.get(key) ?? { pacer: new Pacer(), users: 0 };
  shared.set(key, entry);
  entry.users += 1;
  try {
    return await use(entry.pacer);
  } finally {
    entry.users -= 1;
    if (entry.users === 0) shared.delete(key);
  }
}
