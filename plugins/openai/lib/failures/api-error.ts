import type { RequestEffect } from '../types/request-effect';

/** A server's refusal: any answer whose status is not 2xx. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    /** As the server wrote it; empty where it wrote too much. */
    readonly body: string,
    readonly effect: RequestEffect,
    /** The body is an error of the API's own form, so that the API itself, and no gateway, has refused. */
    readonly isOwn: boolean
  ) {
    super(`The server answered with HTTP ${status}`);
  }
}
