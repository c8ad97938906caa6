import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../types/connection';
import { Bucket, type Reservation } from './bucket';
import { readRateLimits } from './rate-limits';
import { follow } from './typical-duration';

/** The permission to send one request. */
export interface Ticket {
  requests: Reservation;
  tokens: Reservation;
}

/** How many requests may be pending before a response has stated the limits, and by how many each response raises that. */
const FIRST_WINDOW = 10;
const WINDOW_STEP = 2;
/** By which factor each response shortens the gap between requests. */
const GAP_FACTOR = 0.995;
/** By which factor a first rejection widens the gap that requests had until then. */
const FIRST_GAP_FACTOR = 1.25;
/** How long to wait, in milliseconds, after a rejection that does not say it; twice as long after each that follows. */
const FIRST_PAUSE_MS = 250;
/** The longest of these. */
const MAX_PAUSE_MS = 8000;
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
  /** How many wait for their ticket. */
  #waiting = 0;
  /** Wakes the first waiting request. */
  #change = new AbortController();
  #window = FIRST_WINDOW;
  #blockedUntil = 0;
  #rejections = 0;
  #lastRejection = 0;
  /** Requests sent since then that were not rejected. */
  #accepted = 0;
  /** The typical duration of a request in milliseconds. */
  #typicalMs = 0;
  /** Milliseconds between requests to a server that does not state its limits. */
  #gap = 0;
  #lastSent = 0;

  /** The estimated milliseconds until a request of `tokens` may be sent. */
  wait(tokens: number, now = performance.now()): number {
    const early = this.#requests.isKnown ? 0 : this.#lastSent + this.#pace - now;
    return Math.max(early, this.waitForLimit(tokens, now));
  }

  /** The part of it that the rate limits are the reason for. */
  waitForLimit(tokens: number, now = performance.now()): number {
    const blocked = this.#blockedUntil - now;
    return Math.max(0, blocked, this.#requests.wait(1, now), this.#tokens.wait(tokens, now));
  }

  /** Milliseconds between requests. Half of a request's duration has room for a whole window: all at once may be too many. */
  get #pace(): number {
    return Math.max(this.#gap, this.#typicalMs / (2 * this.#window));
  }

  /**
   * Waits until a request may be sent. Return every ticket by `end`, `reject` or `cancel`.
   *
   * @param onWait Called before each part of the wait; it may abort the signal.
   * @throws The error of the aborted signal.
   */
  async admit(tokens: number, signal: AbortSignal, onWait = () => {}): Promise<Ticket> {
    const before = this.#queue;
    const turn = before.then(() => this.#waitForTurn(tokens, signal, onWait));
    this.#queue = turn.catch(() => undefined);
    this.#waiting += 1;
    try {
      if (this.#waiting > 1) await waitInLine(before, signal, onWait);
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #waitForTurn(tokens: number, signal: AbortSignal, onWait: () => void): Promise<Ticket> {
    for (;;) {
      signal.throwIfAborted();
      const now = performance.now();
      const wait = this.#running >= this.#window ? MAX_SLEEP_MS : this.wait(tokens, now);
      if (wait > 0) onWait();
      if (wait <= 0) {
        this.#running += 1;
        this.#accepted += 1;
        // Timers fire late, so some delay is made up for.
        this.#lastSent = Math.max(this.#lastSent + this.#pace, now - 5 * this.#pace);
        return { requests: this.#requests.reserve(1, now), tokens: this.#tokens.reserve(tokens, now) };
      }
      this.#change = new AbortController();
      const either = AbortSignal.any([signal, this.#change.signal]);
      await sleep(Math.min(wait, MAX_SLEEP_MS), undefined, { signal: either }).catch(() => undefined);
    }
  }

  /** Returns the ticket of a request that was never sent. */
  cancel({ requests, tokens }: Ticket): void {
    this.#running -= 1;
    this.#accepted -= 1;
    this.#requests.cancel(requests);
    this.#tokens.cancel(tokens);
    this.#change.abort();
  }

  /** Returns the ticket of a request that has ended. */
  end(ticket: Ticket, headers?: Headers): void {
    this.#running -= 1;
    this.#rejections = 0;
    this.#gap *= GAP_FACTOR;
    this.#typicalMs = follow(this.#typicalMs, performance.now() - ticket.requests.at);
    this.#release(ticket, headers);
    this.#window = this.#requests.isKnown ? Number.POSITIVE_INFINITY : this.#window + WINDOW_STEP;
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
      this.#gap = this.#widenedGap(now);
      this.#lastRejection = now;
      this.#accepted = 0;
      this.#rejections += 1;
      this.#window = Math.max(1, Math.floor(Math.min(this.#window, this.#running) / 2));
    }
    this.#running -= 1;
    this.#blockedUntil = Math.max(this.#blockedUntil, now + (wait ?? pauseAfter(this.#rejections)));
  }

  /** What was accepted between two rejections shows the rate; before the first, part of it may have been a burst. */
  #widenedGap(now: number): number {
    if (this.#lastRejection > 0) return (now - this.#lastRejection) / Math.max(1, this.#accepted - 1);
    return (this.#typicalMs / this.#running) * FIRST_GAP_FACTOR;
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

/** Waits behind others, whose queries may last longer than this one. */
async function waitInLine(before: Promise<unknown>, signal: AbortSignal, onWait: () => void): Promise<void> {
  const turn = new AbortController();
  void before.then(() => turn.abort());
  const either = AbortSignal.any([signal, turn.signal]);
  while (!turn.signal.aborted) {
    signal.throwIfAborted();
    onWait();
    await sleep(MAX_SLEEP_MS, undefined, { signal: either }).catch(() => undefined);
  }
}

/** Up to a quarter less by chance, so that queries that were rejected together do not return together. */
const pauseAfter = (rejections: number) =>
  Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (rejections - 1)) * (1 - Math.random() / 4);

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
