import { createServer as createPlain, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';

/** Of localhost and 127.0.0.1, made for tests, signed by nobody else, until 2126. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUPkNKowRpdE3pYtYsac2887zak7IwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODEyMjMwMFoYDzIxMjYxMTA0
MTIyMzAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATjpL7eaP8O2tTCne9s81SmUjTYXNenSMzSf5pERyJiFqoXSh+mLrR8
q08QEqdNka0z5Spbp8c4Shs7cfqB3y3Po28wbTAdBgNVHQ4EFgQUxLbC1rTur/Pc
tLwfFBMT/1kmKpQwHwYDVR0jBBgwFoAUxLbC1rTur/PctLwfFBMT/1kmKpQwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgY/fimDSujkaiQ8bKWndlHa8f+NCDDhIaUBgmfjdpHcYCIH1t
IHaRKntRLngXQS0fmMj3rNRLW9DUM9xPDRWwa3Ge
-----END CERTIFICATE-----`;

const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4i1j+VOXCaRh5eOb
L6IMnvzUgOVyKTs7Ar3rZvReWjyhRANCAATjpL7eaP8O2tTCne9s81SmUjTYXNen
SMzSf5pERyJiFqoXSh+mLrR8q08QEqdNka0z5Spbp8c4Shs7cfqB3y3P
-----END PRIVATE KEY-----`;

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

/** A proxy that knows nothing but CONNECT, and asks for a user name and a password. */
export async function startProxy(credentials: string): Promise<Started & { targets: string[] }> {
  const targets: string[] = [];
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createPlain((_, response) => response.writeHead(405).end());
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
