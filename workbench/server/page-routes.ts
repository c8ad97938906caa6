import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { withStyleNonce } from './security-headers';

/** Stands in the built page where each answer's own nonce belongs; vite.config.mts writes it. */
const noncePlace = 'nonce-of-this-answer';

/** Serves the built page. Its editor adds a style sheet while it runs, which only an answer's own nonce allows. */
export function addPageRoutes(server: FastifyInstance, pageDirectory: string): void {
  for (const path of ['/', '/index.html']) {
    server.get(path, async (_, reply) => {
      const nonce = randomBytes(16).toString('base64');
      const html = await readFile(join(pageDirectory, 'index.html'), 'utf8');
      return reply
        .headers({ 'content-security-policy': withStyleNonce(nonce), 'cache-control': 'no-store' })
        .type('text/html; charset=utf-8')
        .send(html.replaceAll(noncePlace, nonce));
    });
  }
  server.register(serveStatic, { root: pageDirectory, dotfiles: 'deny', index: false, wildcard: true });
}
