import serveStatic from '@fastify/static';
import { type FastifyInstance, fastify } from 'fastify';
import { addPluginRoutes, type ServedPlugin } from './plugin-routes';
import { isFromThisMachine } from './same-machine';
import { securityHeaders } from './security-headers';

/** What the workbench serves. */
export interface ServerOptions extends ServedPlugin {
  /** The built page. */
  pageDirectory: string;
}

/** Room for a few images as data URLs; ToolJet takes 50 MB. */
const bodyLimit = 60 * 1024 * 1024;

/** Makes the workbench's server. It answers this machine's own page and nobody else. */
export function createServer({ pageDirectory, ...plugin }: ServerOptions): FastifyInstance {
  const server = fastify({ bodyLimit, forceCloseConnections: true });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    if (!isFromThisMachine(request.raw)) {
      return reply.code(403).send({ message: 'The workbench only answers its own page on this machine' });
    }
  });
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ message: 'There is nothing here' }));
  addPluginRoutes(server, plugin);
  server.register(serveStatic, { root: pageDirectory, dotfiles: 'deny' });
  return server;
}
