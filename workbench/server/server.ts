import { join } from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import { addConnectionRoutes } from './connection-routes';
import { createConnectionStore } from './connection-store';
import { closingOf, sendEvents } from './event-stream';
import { addPageRoutes } from './page-routes';
import { addPluginRoutes } from './plugin-routes';
import { isFromThisMachine } from './same-machine';
import { securityHeaders } from './security-headers';
import { watchFiles } from './watch-files';

/** What the workbench serves. */
export interface ServerOptions {
  pluginDirectory: string;
  /** The connection its queries use until the page brings its own. */
  defaultSource: object;
  /** The built page. */
  pageDirectory: string;
}

/** Room for a few images as data URLs; ToolJet takes 50 MB. */
const bodyLimit = 60 * 1024 * 1024;

/** Makes the workbench's server. It answers this machine's own page and nobody else. */
export function createServer({ pageDirectory, pluginDirectory, defaultSource }: ServerOptions): FastifyInstance {
  const server = fastify({ bodyLimit, forceCloseConnections: true });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    if (!isFromThisMachine(request.raw)) {
      return reply.code(403).send({ message: 'The workbench only answers its own page on this machine' });
    }
  });
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ message: 'There is nothing here' }));

  const connection = createConnectionStore(defaultSource);
  addConnectionRoutes(server, pluginDirectory, connection);
  addPluginRoutes(server, pluginDirectory, connection);
  addPageRoutes(server, pageDirectory);

  const files = watchFiles({ plugin: [pluginDirectory, join(pluginDirectory, 'dist')], page: [pageDirectory] });
  server.addHook('onClose', async () => files.close());
  server.get('/api/changes', (_, reply) => sendEvents(reply, files.changes(closingOf(reply))));
  return server;
}
