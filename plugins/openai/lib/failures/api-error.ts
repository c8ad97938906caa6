/** A server's refusal: any answer whose status is not 2xx. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    /** As the server wrote it; empty where it wrote too much. */
    readonly body: string
  ) {
    super(`The server answered with HTTP ${status}`);
  }
}
