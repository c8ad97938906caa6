import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Fault, GoodResponse } from './fault';
import { write } from './fault';

/** A request as it came. */
export interface Asked {
  endpoint: string;
  path: string;
  body: string;
  /** By which the journal knows a POST. */
  post: string;
}

/** The requests of one query, and the connections that they came by. */
interface Journal {
  /** How often each POST came, told apart by path and body. */
  posts: Map<string, number>;
  requests: number;
  sockets: Set<Socket>;
  /** The first request that met a fault. */
  spoiled?: Asked;
  /** Bytes of the smallest response that was taken down. */
  smallest: number;
}

/** Stands before the emulator: first it takes down what a query is answered, then it answers the same, spoiled. */
export interface FaultServer {
  /** Passes a query's requests on and takes down the responses. */
  record(action: string): Visit;
  /** Answers as was taken down, through a fault. */
  spoil(action: string, fault: Fault): Visit;
  stop(): Promise<void>;
}

export interface Visit {
  baseUrl: string;
  journal: Journal;
  end(): void;
}

interface Guest extends Visit {
  action: string;
  fault?: Fault;
  /** How often each endpoint was asked. */
  asked: Map<string, number>;
}

/** @param target The base URL of the emulator. */
export async function startFaultServer(target: string): Promise<FaultServer> {
  const guests = new Map<string, Guest>();
  const recorded = new Map<string, GoodResponse[]>();
  let origin = '';

  const server = createServer(async (asked, _) => {
    const [, id = '', path = ''] = /^\/visit\/(\d+)\/v1(.*)$/.exec(asked.url ?? '') ?? [];
    const guest = guests.get(id);
    const { socket } = asked;
    socket.on('error', () => socket.destroy());
    if (!guest) return void socket.destroy();
    const body = await readAll(asked).catch(() => undefined);
    if (!body) return;
    const post = takeDown(guest, asked, path, body);
    const endpoint = `${asked.method} ${path}`;
    const number = guest.asked.get(endpoint) ?? 0;
    guest.asked.set(endpoint, number + 1);
    const key = `${guest.action} ${endpoint}`;
    if (!guest.fault) {
      const good = await passOn(asked, `${target}${path}`, body);
      recorded.set(key, [...(recorded.get(key) ?? []), good]);
      guest.journal.smallest = Math.min(guest.journal.smallest, write(good).length);
      return void socket.end(write(good));
    }
    const goods = recorded.get(key) ?? [MISSING];
    const { journal, fault } = guest;
    const isOver = fault.once === true && journal.spoiled !== undefined;
    // What is sent again is given what it would have been given at first.
    const place = isOver && journal.spoiled?.endpoint === endpoint ? number - 1 : number;
    const good = goods[Math.min(place, goods.length - 1)] ?? MISSING;
    if (isOver) return void socket.end(write(good));
    journal.spoiled ??= { endpoint, path, body: body.toString(), post };
    const bytes = write(good);
    const wire = { socket, good, bytes, headLength: bytes.length - good.body.length, baseUrl: guest.baseUrl };
    await fault.spoil(wire);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  let visits = 0;
  const admit = (action: string, fault?: Fault): Visit => {
    visits += 1;
    const id = String(visits);
    const journal: Journal = { posts: new Map(), requests: 0, sockets: new Set(), smallest: Number.POSITIVE_INFINITY };
    const baseUrl = `${origin}/visit/${id}/v1`;
    const guest: Guest = {
      action,
      baseUrl,
      journal,
      asked: new Map(),
      end: () => guests.delete(id),
      ...(fault && { fault }),
    };
    guests.set(id, guest);
    return guest;
  };
  return {
    record: action => admit(action),
    spoil: admit,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const MISSING: GoodResponse = {
  status: 404,
  headers: [['content-type', 'application/json']],
  body: Buffer.from('{"error":{"message":"Nobody has asked for this before"}}'),
};

/** Gives the key by which a POST is counted; an empty one for others. */
function takeDown(
  { journal }: Guest,
  { method, socket, headers }: IncomingMessage,
  path: string,
  body: Buffer
): string {
  journal.requests += 1;
  journal.sockets.add(socket);
  // Stopping something twice stops it once.
  if (method !== 'POST' || path.endsWith('/cancel')) return '';
  const [, boundary = ''] = /boundary=(.+)$/.exec(headers['content-type'] ?? '') ?? [];
  const text = body.toString('latin1').replaceAll(boundary || '\0', '');
  const key = `${path} ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  journal.posts.set(key, (journal.posts.get(key) ?? 0) + 1);
  return key;
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What the fault server frames anew. */
const FRAMING = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding'];

function passOn({ method, headers }: IncomingMessage, url: string, body: Buffer): Promise<GoodResponse> {
  const { host: _, 'accept-encoding': __, ...sent } = headers;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: sent }, async response => {
      const given = Object.entries(response.headers).flatMap(([name, value]): [string, string][] =>
        FRAMING.includes(name) ? [] : [[name, String(value)]]
      );
      resolve({ status: response.statusCode ?? 0, headers: given, body: await readAll(response) });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
