import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, isIPv6, type Socket } from 'node:net';
import { constants } from 'node:os';

/** A server of files on this machine that answers as badly as a test wants. */
export interface FileServer {
  readonly port: number;
  readonly origin: string;
  /** Paths asked for, oldest first. */
  readonly requests: string[];
  /** Every connection ever made to it. */
  readonly connections: Socket[];
  /** Says what a path gives. Returns its link. */
  answer(path: string, listener: RequestListener): string;
  /** Waits until nobody is connected any more. */
  allClosed(): Promise<void>;
  /** Forgets what came. */
  forget(): void;
  stop(): Promise<void>;
}

const loopback = '127.0.0.1';

/** Starts it on a free port of 127.0.0.1. */
export async function startFileServer(): Promise<FileServer> {
  const requests: string[] = [];
  const connections: Socket[] = [];
  const answers = new Map<string, RequestListener>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const listener = answers.get(path.replace(/\?.*$/, ''));
    if (listener) listener(request, response);
    else response.writeHead(404).end('No such file');
  });
  server.on('connection', socket => {
    connections.push(socket);
    // A client that hangs up in the middle is what some tests are about.
    socket.on('error', () => undefined);
  });
  const port = await listen(server);
  return {
    port,
    origin: `http://${loopback}:${port}`,
    requests,
    connections,
    answer: (path, listener) => {
      answers.set(path, listener);
      return `http://${loopback}:${port}${path}`;
    },
    allClosed: async () => {
      for (const socket of connections) {
        if (!socket.closed) await new Promise(resolve => socket.once('close', resolve));
      }
    },
    forget: () => {
      requests.length = 0;
      connections.length = 0;
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, loopback, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/** A red square of 64 by 64, as PNG. */
export const redSquare = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC',
  'base64'
);

/** A file as it should be sent. */
export function give(content: Uint8Array | string, type = 'image/png', headers: Record<string, string> = {}) {
  return (_: unknown, response: ServerResponse) => {
    const length = String(Buffer.byteLength(content));
    response.writeHead(200, { 'content-type': type, 'content-length': length, ...headers }).end(content);
  };
}

export function redirectTo(location: string, status = 302) {
  return (_: unknown, response: ServerResponse) => {
    response.writeHead(status, { location }).end();
  };
}

export function failWith(status: number) {
  return (_: unknown, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end('It did not work');
  };
}

/** Takes the request and says nothing. */
export const saySilence = () => undefined;

/** Headers, and then a byte now and again, without end. */
export function drip(_: unknown, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'image/png' });
  const timer = setInterval(() => response.write('.'), 10);
  response.once('close', () => clearInterval(timer));
}

/** A body that never ends, as fast as it is taken. */
export function pourEndlessly(headers: Record<string, string> = {}) {
  return (_: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'image/png', ...headers });
    const piece = Buffer.alloc(65_536, 0x2e);
    const pour = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', pour);
    pour();
  };
}

/** Writes to the bare socket whatever it is given, and hangs up. */
export function sendRaw(head: string, body: Uint8Array) {
  return (_: unknown, { socket }: ServerResponse) => {
    socket?.write(`${head.replaceAll('\n', '\r\n')}\r\n\r\n`);
    socket?.end(body);
  };
}

/** What a process does on the network, as a test allows it. */
export interface WatchedNetwork {
  /** Every address and port that somebody tried to connect to, the allowed ones excepted. */
  readonly attempts: string[];
  /** Every name that was looked up. */
  readonly names: string[];
  forget(): void;
  restore(): void;
}

export interface NetworkOptions {
  /** Ports of 127.0.0.1 whose connections are nobody's concern. */
  ignoredPorts: number[];
  /** What names lead to: the first look-up's addresses, the second's; the last ones are for all that follow. */
  names: Record<string, string[][]>;
  /** Addresses that lead to a port of this machine. */
  routes: Record<string, number>;
}

type Connect = (this: object, request: object, address: string, port: number) => number;
type Answered = (error: NodeJS.ErrnoException | null, found?: string | LookupAddress[], family?: number) => void;

/**
 * Puts a network of our own below everything that Node.js does with sockets: at the system call that connects. What is
 * not of this machine is refused there, so no byte leaves it, and noted, so that a test sees what was tried.
 */
export async function watchNetwork({ ignoredPorts, names, routes }: NetworkOptions): Promise<WatchedNetwork> {
  const attempts: string[] = [];
  const lookedUp: string[] = [];
  const handle = await getTcpPrototype();
  const connect: Connect = Reflect.get(handle, 'connect');
  const connect6: Connect = Reflect.get(handle, 'connect6');

  const watched = (original: Connect): Connect =>
    function (request, address, port) {
      if (address === loopback && ignoredPorts.includes(port)) return original.call(this, request, address, port);
      attempts.push(`${address}:${port}`);
      const routed = routes[address];
      if (routed) return connect.call(this, request, loopback, routed);
      if (address === loopback || address === '::1') return original.call(this, request, address, port);
      return -constants.errno.ECONNREFUSED;
    };
  Reflect.set(handle, 'connect', watched(connect));
  Reflect.set(handle, 'connect6', watched(connect6));

  const lookup = dns.lookup;
  const seen = new Map<string, number>();
  const answerLookup = (name: string, options: LookupOptions, callback: Answered) => {
    lookedUp.push(name);
    const turn = seen.get(name) ?? 0;
    seen.set(name, turn + 1);
    const answers = names[name] ?? [];
    const found = (answers[turn] ?? answers.at(-1))?.map(address => ({ address, family: isIPv6(address) ? 6 : 4 }));
    const [first] = found ?? [];
    setImmediate(() => {
      if (!found) callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
      else if (options.all) callback(null, found);
      else callback(null, first?.address, first?.family);
    });
  };
  Reflect.set(dns, 'lookup', answerLookup);

  return {
    attempts,
    names: lookedUp,
    forget: () => {
      attempts.length = 0;
      lookedUp.length = 0;
      seen.clear();
    },
    restore: () => {
      Reflect.set(handle, 'connect', connect);
      Reflect.set(handle, 'connect6', connect6);
      Reflect.set(dns, 'lookup', lookup);
    },
  };
}

/** What all TCP sockets of the process inherit from; only a socket in use shows it. */
async function getTcpPrototype(): Promise<object> {
  const server = createTcpServer();
  await new Promise<void>(resolve => server.listen(0, loopback, resolve));
  const handle: unknown = Reflect.get(server, '_handle');
  const prototype: unknown = typeof handle === 'object' && handle && Object.getPrototypeOf(handle);
  await new Promise(resolve => server.close(resolve));
  if (typeof prototype !== 'object' || prototype === null) throw new Error('Node.js keeps its sockets otherwise');
  return prototype;
}
