import { AsyncLocalStorage } from 'node:async_hooks';
import type { SecretHider } from './hide-secrets';
import { readBody } from './read-body';
import type { Header, RecordedRequest } from './recorded-request';

/** Bytes that are kept of one body; the rest is counted. */
const mostKept = 8 * 1024 * 1024;

/** Collects the bytes of one body. */
class BodyTap {
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  total = 0;

  add(chunk: unknown, encoding?: unknown): void {
    const bytes = toBuffer(chunk, encoding);
    if (!bytes) return;
    this.total += bytes.byteLength;
    if (this.#kept >= mostKept) return;
    this.#chunks.push(bytes);
    this.#kept += bytes.byteLength;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

function toBuffer(chunk: unknown, encoding: unknown): Buffer | undefined {
  if (typeof chunk === 'string') {
    return Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8');
  }
  return ArrayBuffer.isView(chunk) ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : undefined;
}

/** A request while it is on its way. */
export interface OpenRequest {
  sent: BodyTap;
  received: BodyTap;
  /** What was sent is whole when headers come back. */
  answered(status: number, headers: Header[]): void;
  failed(error: unknown): void;
  ended(): void;
}

/** Writes down what one run of a query sends and receives. */
export class Recorder {
  readonly requests: RecordedRequest[] = [];
  readonly #hider: SecretHider;
  readonly #startedAt = performance.now();

  constructor(hider: SecretHider) {
    this.#hider = hider;
  }

  open(method: string, url: string, headers: () => Header[]): OpenRequest {
    const began = performance.now();
    const hider = this.#hider;
    const hideAll = (list: Header[]): Header[] => list.map(([name, value]) => [name, hider.hideHeader(name, value)]);
    const describe = (tap: BodyTap, list: Header[]) => {
      const body = readBody(tap.bytes(), tap.total, headerOf(list, 'content-type'), headerOf(list, 'content-encoding'));
      return body.text === undefined ? body : { ...body, text: hider.hide(body.text) };
    };
    const [sent, received] = [new BodyTap(), new BodyTap()];
    const recorded: RecordedRequest = {
      method,
      url: hider.hide(url),
      started_ms: Math.round(began - this.#startedAt),
      request: { headers: [], body: { bytes: 0, type: '' } },
    };
    this.requests.push(recorded);
    const note = (): void => {
      const list = headers();
      recorded.request = { headers: hideAll(list), body: describe(sent, list) };
      recorded.duration_ms = Math.round(performance.now() - began);
    };
    let answer: { status: number; headers: Header[] } | undefined;
    const noteAnswer = (): void => {
      if (answer) {
        const { status, headers: list } = answer;
        recorded.response = { status, headers: hideAll(list), body: describe(received, list) };
      }
    };
    return {
      sent,
      received,
      answered(status, list) {
        answer = { status, headers: list };
        note();
        noteAnswer();
      },
      failed(error) {
        note();
        noteAnswer();
        // Whoever reads a stream leaves at its last event, and the server's end comes too late.
        if (!hasLastEvent(received))
          recorded.error ??= hider.hide(error instanceof Error ? error.message : String(error));
      },
      ended() {
        note();
        noteAnswer();
      },
    };
  }
}

const hasLastEvent = (tap: BodyTap): boolean => /data: ?\[DONE\]\s*$/.test(tap.bytes().subarray(-64).toString());

const headerOf = (headers: Header[], wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

const storage = new AsyncLocalStorage<Recorder>();

/** The recorder of the run in which this is called, if it is recorded. */
export const currentRecorder = (): Recorder | undefined => storage.getStore();

/** Records what work sends, however deep in it. */
export const record = <Result>(recorder: Recorder, work: () => Result): Result => storage.run(recorder, work);

/** The same for events, which are made whenever one is asked for. */
export async function* recordEvents<Event>(
  recorder: Recorder,
  events: AsyncGenerator<Event, void>
): AsyncGenerator<Event, void> {
  try {
    for (;;) {
      const next = await storage.run(recorder, () => events.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await storage.run(recorder, () => events.return());
  }
}
