import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '../transport/retry';
import type { Connection } from '../types/connection';
import { Bucket, type Reservation } from './bucket';
import { readRateLimits } from './rate-limits';

/** The permission to send one request. */
export interface Ticket {
  requests: Reservation;
  tokens: Reservation;
}

/** How many requests may be pending before a response has stated the limits. */
const FIRST_WINDOW = 8;
/** By which factor each response shortens the gap between requests. */
const GAP_FACTOR = 0.995;
/** The longest sleep in milliseconds, since limits may change meanwhile. */
const MAX_SLEEP_MS = 1000;

/**
 * Sends requests as fast as the account's rate limits allow, which it reads from the headers of responses or, if a server
 * states none, infers from its 429 responses. One of these delays all requests, not only its own.
 */
export class Pacer {
  #requests = new Bucket();
  #tokens = new Bucket();
  #queue: Promise<unknown> = Promise.resolve();
  #running = 0;
  /** Wakes the first waiting request. */
  #change = new AbortController();
  #window = FIRST_WINDOW;
  #blockedUntil = 0;
  #rejections = 0;
  #lastRejection = 0;
  /** Responses since then. */
  #responses = 0;
  /** Milliseconds between requests to a server that does not state its limits. */
  #gap = 0;
  #lastSent = 0;

  /** The estimated milliseconds until a request of `tokens` may be sent. */
  wait(tokens: number, now = performance.now()): number {
    const blocked = this.#blockedUntil - now;
    const early = this.#requests.isKnown ? 0 : this.#lastSent + this.#gap - now;
    return Math.max(0, blocked, early, this.#requests.wait(1, now), this.#tokens.wait(tokens, now));
  }

  /**
   * Waits until a request may be sent. Return every ticket by `end` or `reject`.
   *
   * @throws The error of the aborted signal.
   */
  admit(tokens: number, signal: AbortSignal): Promise<Ticket> {
    const turn = this.#queue.then(() => this.#waitForTurn(tokens, signal));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #waitForTurn(tokens: number, signal: AbortSignal): Promise<Ticket> {
    for (;;) {
      signal.throwIfAborted();
      const now = performance.now();
      const wait = this.#running >= this.#window ? MAX_SLEEP_MS : this.wait(tokens, now);
      if (wait <= 0) {
        this.#running += 1;
        // Timers fire late, so some delay is made up for.
        this.#lastSent = Math.max(this.#lastSent + this.#gap, now - 5 * this.#gap);
        return { requests: this.#requests.reserve(1, now), tokens: this.#tokens.reserve(tokens, now) };
      }
      this.#change = new AbortController();
      const either = AbortSignal.any([signal, this.#change.signal]);
      await sleep(Math.min(wait, MAX_SLEEP_MS), undefined, { signal: either }).catch(() => undefined);
    }
  }

  /** Returns the ticket of a request that has ended. */
  end(ticket: Ticket, headers?: Headers): void {
    this.#running -= 1;
    this.#rejections = 0;
    this.#responses += 1;
    this.#gap *= GAP_FACTOR;
    this.#release(ticket, headers);
    this.#window = this.#requests.isKnown ? Number.POSITIVE_INFINITY : this.#window + 1;
  }

  /**
   * Returns the ticket of a request that the server rejected with status 429.
   *
   * @param wait Milliseconds to wait, if the server states them.
   */
  reject(ticket: Ticket, headers: Headers | undefined, wait: number | undefined): void {
    const now = performance.now();
    this.#release(ticket, headers);
    this.#requests.empty(now);
    // Requests that were pending together are rejected together, which counts once.
    if (ticket.requests.at > this.#lastRejection) {
      // The responses between two rejections show the rate.
      if (this.#lastRejection > 0) this.#gap = (now - this.#lastRejection) / Math.max(1, this.#responses);
      this.#lastRejection = now;
      this.#responses = 0;
      this.#rejections += 1;
      this.#window = Math.max(1, Math.floor(Math.min(this.#window, this.#running) / 2));
    }
    this.#running -= 1;
    this.#blockedUntil = Math.max(this.#blockedUntil, now + (wait ?? backOff(this.#rejections)));
  }

  #release({ requests, tokens }: Ticket, headers: Headers | undefined): void {
    this.#change.abort();
    this.#requests.release(requests);
    this.#tokens.release(tokens);
    const limits = readRateLimits(headers);
    const now = performance.now();
    if (limits.requests) this.#requests.learn(limits.requests, requests, now);
    if (limits.tokens) this.#tokens.learn(limits.tokens, tokens, now);
  }
}

const shared = new Map<string, { pacer: Pacer; users: number }>();

/** Shares one pacer among all concurrent queries of an account and model. */
export async function withPacer<T>(
  { baseUrl, apiKey, organizationId, projectId }: Connection,
  model: string,
  use: (pacer: Pacer) => Promise<T>
): Promise<T> {
  const key = JSON.stringify([baseUrl, apiKey, organizationId, projectId, model]);
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
