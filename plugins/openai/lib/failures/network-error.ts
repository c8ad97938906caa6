import type { RequestEffect } from '../types/request-effect';

/** A connection that failed or was interrupted. */
export class NetworkError extends Error {
  /** Node's code, such as ECONNRESET. */
  readonly code: string | undefined;

  /** @param unsent Nothing of the request reached the server. */
  constructor(
    cause: unknown,
    readonly unsent: boolean,
    readonly effect: RequestEffect
  ) {
    const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
    super('The connection failed', { cause });
    this.code = typeof code === 'string' ? code : undefined;
  }
}
