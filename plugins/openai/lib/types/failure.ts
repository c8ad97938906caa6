import type { RequestEffect } from './request-effect';

/** A value of an answer that does not fit the schema. */
export interface AnswerProblem {
  /** Such as `items[0].price`; `answer` for the whole. */
  field: string;
  message: string;
  value?: unknown;
}

/** What went wrong, before it is classified. */
export interface Failure {
  /** `response`: one that cannot be used. `internal`: a bug in the plugin. */
  kind: 'api' | 'network' | 'response' | 'timeout' | 'cancelled' | 'internal';
  /** The message of the server or the plugin, up to 1,000 characters, without secrets. */
  reason: string;
  status?: number;
  code?: string;
  type?: string;
  param?: string;
  request_id?: string;
  /** Milliseconds to wait before a retry, as the server says. */
  retry_after_ms?: number;
  /** Whether the server says that a retry makes sense (`x-should-retry`). */
  should_retry?: boolean;
  /** No request reached the server. */
  unsent?: boolean;
  /** What the request does; `lasting` where absent. */
  effect?: RequestEffect;
  /** The API itself said so, and no gateway before it. */
  is_own?: boolean;
  /** The part of the answer that arrived before the failure. It is billed, so it is neither cut nor redacted. */
  text?: string;
  /** The values of an answer that do not fit its schema. */
  problems?: AnswerProblem[];
  /** What happened before, with other models. */
  earlier?: string[];
  /** What answers that could not be used are billed for. */
  spent?: { attempts: number; cost: object | null };
  /** The error behind a failure of which only a log should tell more, without secrets. */
  cause?: Error;
}
