import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { OutgoingRequest } from '../../plugins/openai/lib/transport/send';

/** A server of one table, and everything it was asked. */
export interface LocalServer {
  port: number;
  origin: string;
  stop(): Promise<void>;
}

async function listen(server: Server): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export const serveHttp = (listener: RequestListener): Promise<LocalServer> => listen(createServer(listener));

/** Hands on what comes over a socket, as it is. */
export const serveTcp = (take: (socket: Socket) => void): Promise<LocalServer> => listen(createTcpServer(take));

/** A request to a server, as the transport sends it. */
export const requestTo = (
  { origin }: LocalServer,
  method: string,
  path: string,
  more: Partial<OutgoingRequest> = {}
): OutgoingRequest => ({ method, url: new URL(path, origin), headers: {}, effect: 'lasting', ...more });
