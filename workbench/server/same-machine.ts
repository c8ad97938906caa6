import type { IncomingMessage } from 'node:http';

const names = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request comes from this machine's own page. Another page's script can reach a local port too, by asking
 * from its own origin or by renaming this machine in DNS; both show in the headers.
 */
export function isFromThisMachine({ headers, socket }: IncomingMessage): boolean {
  const { host, origin } = headers;
  if (!isOurs(`http://${host}`, socket.localPort)) return false;
  return origin === undefined || isOurs(origin, socket.localPort);
}

function isOurs(address: string, port: number | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const isBare = url.href === `${url.origin}/`;
  return url.protocol === 'http:' && isBare && names.includes(url.hostname) && (url.port || '80') === String(port);
}
