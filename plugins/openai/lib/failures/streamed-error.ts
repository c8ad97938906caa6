/** A failure that a server reports inside a stream that began well. */
export class StreamedError extends Error {
  constructor(readonly body: Record<string, unknown>) {
    super(typeof body['message'] === 'string' ? body['message'] : 'The stream reported an error');
  }
}
