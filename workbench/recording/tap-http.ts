import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Header } from './recorded-request';
import { currentRecorder, type OpenRequest } from './recorder';

let isTapped = false;

/** From now on, what recorded work sends by http, https or fetch is written down. Everything goes out as it did before. */
export function tapRequests(): void {
  if (isTapped) return;
  isTapped = true;
  for (const module of [http, https]) {
    const { request } = module;
    const tapped = (...given: unknown[]): ClientRequest => tap(Reflect.apply(request, module, given));
    Reflect.set(module, 'request', tapped);
    Reflect.set(module, 'get', (...given: unknown[]) => {
      const sent = tapped(...given);
      sent.end();
      return sent;
    });
  }
  // Who makes requests by this class does not come through the functions above, nor these through it.
  const constructed = new Proxy(http.ClientRequest, {
    construct: (target, given, by) => tap(Reflect.construct(target, given, by)),
  });
  Reflect.set(http, 'ClientRequest', constructed);
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const recorder = currentRecorder();
    if (!recorder || isInline(input)) return fetch(input, init);
    return recordFetch(fetch, recorder.open.bind(recorder), new Request(input, init));
  };
}

/** Watches a request of a run that is recorded. */
function tap(sent: ClientRequest): ClientRequest {
  const recorder = currentRecorder();
  if (recorder) {
    watch(
      sent,
      recorder.open(sent.method, addressOf(sent), () => sentHeaders(sent))
    );
  }
  return sent;
}

const isInline = (input: RequestInfo | URL): boolean => /^(data|blob):/.test(String(input));

/** The address that was asked for: the host header has the port, which the request itself does not keep. */
function addressOf(sent: ClientRequest): string {
  return `${sent.protocol}//${String(sent.getHeader('host') ?? sent.host)}${sent.path}`;
}

const sentHeaders = (sent: ClientRequest): Header[] =>
  Object.entries(sent.getHeaders()).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);

function watch(sent: ClientRequest, open: OpenRequest): void {
  const { write, end } = sent;
  sent.write = (...given: unknown[]) => {
    open.sent.add(given[0], given[1]);
    return Reflect.apply(write, sent, given);
  };
  sent.end = (...given: unknown[]) => {
    if (typeof given[0] !== 'function') open.sent.add(given[0], given[1]);
    return Reflect.apply(end, sent, given);
  };
  sent.prependListener('response', (answer: IncomingMessage) => watchAnswer(answer, open));
  sent.prependListener('error', error => open.failed(error));
}

function watchAnswer(answer: IncomingMessage, open: OpenRequest): void {
  const { push } = answer;
  // The parser hands over each chunk here; a listener for data would make the answer flow before its reader is there.
  answer.push = (chunk: unknown, encoding?: BufferEncoding) => {
    open.received.add(chunk, encoding);
    return push.call(answer, chunk, encoding);
  };
  const headers: Header[] = [];
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    headers.push([answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '']);
  }
  open.answered(answer.statusCode ?? 0, headers);
  answer.prependListener('end', () => open.ended());
  answer.prependListener('close', () => {
    if (!answer.complete) open.failed(new Error('The answer was cut off'));
  });
  answer.prependListener('error', error => open.failed(error));
}

type Open = (method: string, url: string, headers: () => Header[]) => OpenRequest;

async function recordFetch(fetch: typeof globalThis.fetch, open: Open, request: Request): Promise<Response> {
  const watched = open(request.method, request.url, () => [...request.headers]);
  // A clone is read beside the original, which goes out untouched.
  if (request.body) void collect(request.clone().body, chunk => watched.sent.add(chunk)).catch(() => {});
  try {
    const response = await fetch(request);
    watched.answered(
      response.status,
      [...response.headers].filter(([name]) => name !== 'content-encoding')
    );
    void collect(response.clone().body, chunk => watched.received.add(chunk)).then(
      () => watched.ended(),
      (error: unknown) => watched.failed(error)
    );
    return response;
  } catch (error) {
    watched.failed(error);
    throw error;
  }
}

async function collect(body: ReadableStream<Uint8Array> | null, take: (chunk: Uint8Array) => void): Promise<void> {
  if (!body) return;
  for await (const chunk of body) take(chunk);
}
