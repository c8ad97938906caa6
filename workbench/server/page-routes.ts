import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { currentBuild, listBuilds } from './page-build';
import { withStyleNonce } from './security-headers';

/** Stand in the built page where each answer's nonce and the server's token belong. */
const noncePlace = 'nonce-of-this-answer';
const tokenPlace = 'token-of-this-start';

/** Serves the built page. Its editor adds a style sheet while it runs, which only an answer's own nonce allows. */
export function addPageRoutes(server: FastifyInstance, pageDirectory: string, token: string): void {
  for (const path of ['/', '/index.html']) {
    server.get(path, async (_, reply) => {
      const nonce = randomBytes(16).toString('base64');
      const html = await readFile(join(currentBuild(pageDirectory), 'index.html'), 'utf8');
      return reply
        .headers({ 'content-security-policy': withStyleNonce(nonce), 'cache-control': 'no-store' })
        .type('text/html; charset=utf-8')
        .send(html.replaceAll(noncePlace, nonce).replaceAll(tokenPlace, token));
    });
  }
  server.register(serveStatic, { root: pageDirectory, serve: false });
  server.get<{ Params: { '*': string } }>('/*', async ({ params }, reply) => {
    const name = params['*'];
    const isPlain = name.split(/[\\/]/).every(part => part !== '' && !part.startsWith('.'));
    const root = isPlain ? listBuilds(pageDirectory).find(build => existsSync(join(build, name))) : undefined;
    if (root === undefined) return reply.callNotFound();
    // A build names its assets after what they hold.
    return reply.sendFile(name, root, name.startsWith('assets/') ? { maxAge: '1y', immutable: true } : {});
  });
}
