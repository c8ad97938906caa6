/** An error that a server reports in a stream, after a successful status. */
export class StreamedError extends Error {
  constructor(readonly body: Record<string, unknown>) {
    super(typeof body['message'] === 'string' ? body['message'] : 'The server reported an unspecified error');
  }
}
