/** A header as it was written, in its order. */
export type Header = [name: string, value: string];

/** What was sent or came back, in a form that a person can look at. */
export interface RecordedBody {
  /** In bytes, as they went over the wire. */
  bytes: number;
  type: string;
  /** Long values are shortened, files are described. Nothing where there is no text to show. */
  text?: string;
}

/** One request that a query sent, and its answer. Secrets are hidden. */
export interface RecordedRequest {
  method: string;
  url: string;
  /** Milliseconds since the run began. */
  started_ms: number;
  duration_ms?: number;
  request: { headers: Header[]; body: RecordedBody };
  response?: { status: number; headers: Header[]; body: RecordedBody };
  /** Why there is no whole answer. */
  error?: string;
}
