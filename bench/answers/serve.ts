import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { certificate, key } from '../../test/support/certificate';
import { answerTo } from './answers';

/** Where the answers are served, by the way to them. */
export type Ports = Record<'http' | 'https' | 'delayed', number>;

/** How far the delayed way is: a round trip. */
export const ROUND_TRIP_MS = 40;

let connections = 0;

const answer: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = [];
  const isRead = request.url?.startsWith('/embeddings/') ?? false;
  request.on('data', (chunk: Buffer) => void (isRead && chunks.push(chunk)));
  request.once('end', () => {
    const { type, body } = answerTo(request.url?.split('/')[1] ?? '', Buffer.concat(chunks));
    const length = type === 'text/event-stream' ? {} : { 'content-length': body.length };
    response.writeHead(200, { 'content-type': type, ...length, 'x-request-id': 'req_1' }).end(body);
  });
};

/** Hands bytes on in both directions, each half a round trip later. A new connection itself is not delayed. */
function delay(client: Socket, target: number): void {
  const server = connect(target, '127.0.0.1');
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    from.setNoDelay().on('error', () => to.destroy());
    from.on('data', chunk => setTimeout(() => to.writable && to.write(chunk), ROUND_TRIP_MS / 2));
    from.once('end', () => setTimeout(() => to.end(), ROUND_TRIP_MS / 2));
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function serve(): Promise<void> {
  const plain = createServer(answer);
  const tls = createTlsServer({ cert: certificate, key }, answer);
  for (const server of [plain, tls]) {
    // The default of 5 s would close connections between the rounds.
    server.keepAliveTimeout = 600_000;
    server.on('connection', () => {
      connections += 1;
    });
  }
  const [http, https] = [await listen(plain), await listen(tls)];
  const delayed = await listen(createTcpServer(socket => delay(socket, https)));
  console.log(JSON.stringify({ http, https, delayed } satisfies Ports));
  process.on('message', () => {
    process.send?.(connections);
    connections = 0;
  });
}

serve();
