import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the server of a test says, byte for byte. */
export interface FixedAnswer {
  status?: number;
  /** The content type; JSON where there is a `body`, an event stream where there are `events`; null for none. */
  type?: string | null;
  headers?: Record<string, string>;
  /** Written as JSON. */
  body?: unknown;
  text?: string | Uint8Array;
  /** Written one by one, as they are. */
  events?: (string | Uint8Array)[];
  /** The connection is closed in the middle of the body. */
  hangUp?: boolean;
}

/** A request as it came. */
interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  text: string;
  /** Its JSON; null for forms and empty bodies. */
  body: Record<string, unknown>;
}

export type Answering = FixedAnswer | ((request: SeenRequest) => FixedAnswer);

/** A server that answers as some server in the world was seen to answer. */
export interface AnswerServer {
  origin: string;
  baseUrl: string;
  requests: SeenRequest[];
  /** The answers to the next requests, in their order; the last one goes on. */
  answer(...answers: Answering[]): void;
  /** What a GET of a path gives; returns its URL. */
  give(path: string, answer: FixedAnswer): string;
  last(): SeenRequest;
  reset(): void;
  stop(): Promise<void>;
}

export async function startAnswerServer(): Promise<AnswerServer> {
  const requests: SeenRequest[] = [];
  const given = new Map<string, FixedAnswer>();
  let queue: Answering[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    const file = request.method === 'GET' ? given.get(request.path) : undefined;
    if (file) return void send(file, response);
    requests.push(request);
    const [next = { status: 500, body: { error: { message: 'This test has no answer for it' } } }] = queue;
    if (queue.length > 1) queue = queue.slice(1);
    await send(typeof next === 'function' ? next(request) : next, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests,
    answer: (...answers) => {
      queue = answers;
    },
    give: (path, answer) => {
      given.set(path, answer);
      return `${origin}${path}`;
    },
    last: () => {
      const last = requests.at(-1);
      if (!last) throw new Error('No request came');
      return last;
    },
    reset: () => {
      requests.length = 0;
      queue = [];
      given.clear();
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : null,
  };
}

async function send(
  { status = 200, type, headers = {}, body, text = '', events, hangUp }: FixedAnswer,
  response: ServerResponse
): Promise<void> {
  const stated = type === undefined ? (events ? 'text/event-stream' : 'application/json') : type;
  response.writeHead(status, { ...(stated !== null && { 'content-type': stated }), ...headers });
  for (const event of events ?? []) {
    response.write(event);
    await new Promise(setImmediate);
  }
  const content = body === undefined ? text : JSON.stringify(body);
  if (!hangUp) return void response.end(content);
  response.write(content, () => setImmediate(() => response.destroy()));
}
