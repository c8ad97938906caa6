import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** What was found of a connection: it stays with whom it came from. */
const found = new WeakMap<object, Promise<boolean>>();

type Connection = Pick<Socket, 'remotePort' | 'localPort'>;

/**
 * Whether another user of this machine is at the other end. Linux tells whose a local connection is; elsewhere nobody
 * can be told apart.
 */
export function isOtherUser(socket: Connection): Promise<boolean> {
  const known = found.get(socket) ?? findOtherUser(socket);
  found.set(socket, known);
  return known;
}

async function findOtherUser({ remotePort, localPort }: Connection): Promise<boolean> {
  const own = process.getuid?.();
  if (own === undefined || remotePort === undefined || localPort === undefined) return false;
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map(path => readFile(path, 'utf8').catch(() => ''))
  );
  return isAnother(findOwner(tables.join('\n'), remotePort, localPort), own);
}

/** Whether a user is neither unknown, nor this one, nor the system's own, who can read this process anyway. */
export function isAnother(owner: number | undefined, own: number): boolean {
  return owner !== undefined && owner !== own && owner !== 0;
}

/** The user of the connection that leads from one port to the other, from the lines of /proc/net/tcp. */
export function findOwner(table: string, from: number, to: number): number | undefined {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', , , , , owner = ''] = line.trim().split(/\s+/);
    if (local.endsWith(`:${hex(from)}`) && remote.endsWith(`:${hex(to)}`)) return Number(owner);
  }
  return undefined;
}
