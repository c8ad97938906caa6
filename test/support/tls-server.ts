import { createServer as createPlain, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { certificate, key } from './certificate';

export interface Started {
  port: number;
  stop(): void;
}

async function start(server: Server): Promise<Started> {
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, stop };
}

/** A server with that certificate. */
export function startTlsServer(listener: RequestListener): Promise<Started> {
  return start(createServer({ cert: certificate, key }, listener));
}

/** A proxy that knows nothing but CONNECT, and asks for a user name and a password; reached by TLS where it is secure. */
export async function startProxy(credentials: string, isSecure = false): Promise<Started & { targets: string[] }> {
  const targets: string[] = [];
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const refuse: RequestListener = (_, response) => response.writeHead(405).end();
  const server = isSecure ? createServer({ cert: certificate, key }, refuse) : createPlain(refuse);
  server.on('connect', ({ url = '', headers }: IncomingMessage, client: Socket) => {
    client.on('error', () => undefined);
    if (headers['proxy-authorization'] !== expected) {
      client.end(`HTTP/1.1 407 Proxy Authentication Required\r\nx-quoted: ${headers['proxy-authorization']}\r\n\r\n`);
      return;
    }
    targets.push(url);
    const server = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
  });
  return { ...(await start(server)), targets };
}
