import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ASSETS } from './release';

/** Where ToolJet fetches plugins from if nothing else is set. */
const TOOLJET_STORE = 'https://tooljet-plugins-production.s3.us-east-2.amazonaws.com';

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Serves a release on this machine only, ready for `TOOLJET_MARKETPLACE_URL`. Other plugins, which a host asks the same
 * address for, are redirected to ToolJet's own store.
 *
 * @param port 0 for any that is free.
 */
export async function serveRelease(
  files: ReadonlyMap<string, Buffer>,
  port: number
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => answer(files, request, response));
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

function answer(files: ReadonlyMap<string, Buffer>, { method, url = '' }: IncomingMessage, response: ServerResponse) {
  const { pathname } = new URL(url, 'http://127.0.0.1');
  const content = pathname.startsWith(`/${ASSETS}/`) ? files.get(pathname.slice(ASSETS.length + 2)) : undefined;
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405).end();
  } else if (content) {
    const type = TYPES[pathname.split('.').at(-1) ?? ''] ?? 'text/plain; charset=utf-8';
    response.writeHead(200, { 'content-type': type, 'content-length': content.length, 'cache-control': 'no-cache' });
    response.end(method === 'HEAD' ? undefined : content);
  } else if (pathname.startsWith('/marketplace-assets/') && !pathname.startsWith(`/${ASSETS}/`)) {
    response.writeHead(302, { location: TOOLJET_STORE + pathname }).end();
  } else {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
