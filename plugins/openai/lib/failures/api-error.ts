import type { RequestEffect } from '../types/request-effect';

/** A response with a status other than 2xx. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    /** Empty where it is too large. */
    readonly body: string,
    readonly effect: RequestEffect,
    /** The body is an error in the API's form, so it comes from the API itself and not from a gateway. */
    readonly isOwn: boolean
  ) {
    super(`The server returned HTTP ${status}`);
  }
}
