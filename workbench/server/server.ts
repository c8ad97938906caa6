import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import type { FaultProxy } from '../faults/fault-proxy';
import { tapRequests } from '../recording/tap-http';
import { addConnectionRoutes } from './connection-routes';
import { createConnectionStore } from './connection-store';
import { closingOf, sendEvents } from './event-stream';
import { addFaultRoutes } from './fault-routes';
import { addPageRoutes } from './page-routes';
import { addPluginRoutes } from './plugin-routes';
import { isFromThisMachine } from './same-machine';
import { isOtherUser } from './same-user';
import { securityHeaders } from './security-headers';
import { watchFiles } from './watch-files';

/** What the workbench serves. */
export interface ServerOptions {
  pluginDirectory: string;
  /** The connection its queries use until the page brings its own. */
  defaultSource: object;
  /** What the page says of the server behind it. */
  notes?: string[];
  /** The built page. */
  pageDirectory: string;
  /** The page's calls carry it; nobody else knows it. Without one, calls need none. */
  token?: string;
  /** Spoils the answers to the default connection when it is told to. */
  faults?: FaultProxy;
}

/** Room for a few images as data URLs; ToolJet takes 50 MB. */
const bodyLimit = 60 * 1024 * 1024;

const tokenHeader = 'x-workbench-token';

/** What anybody on this machine may ask: it tells of builds, and of nothing else. */
const openPath = '/api/changes';

/** Makes the workbench's server. It answers this machine's own page and nobody else. */
export function createServer({
  pageDirectory,
  pluginDirectory,
  defaultSource,
  notes = [],
  token,
  faults,
}: ServerOptions): FastifyInstance {
  tapRequests();
  // A page of another start cannot go on: its token is no longer the right one.
  const start = token === undefined ? undefined : randomUUID();
  const server = fastify({ bodyLimit, forceCloseConnections: true });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const isCall = request.url.startsWith('/api/');
    if (isCall) reply.header('cache-control', 'no-store');
    if (!isFromThisMachine(request.raw) || (await isOtherUser(request.raw.socket))) {
      return reply.code(403).send({ message: 'The workbench only answers its own page on this machine' });
    }
    if (isCall && token !== undefined && request.url !== openPath && request.headers[tokenHeader] !== token) {
      return reply.code(403).send({ code: 'wrong_token', message: 'The workbench was started anew: reload the page' });
    }
  });
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ message: 'There is nothing here' }));

  const connection = createConnectionStore(() => ({ ...defaultSource, ...(faults && { baseUrl: faults.baseUrl() }) }));
  addConnectionRoutes(server, pluginDirectory, connection, notes);
  addPluginRoutes(server, pluginDirectory, connection);
  if (faults) addFaultRoutes(server, faults);
  addPageRoutes(server, pageDirectory, token ?? '');

  const files = watchFiles({ plugin: [pluginDirectory, join(pluginDirectory, 'dist')], page: [pageDirectory] });
  server.addHook('onClose', async () => files.close());
  server.get(openPath, (_, reply) => sendEvents(reply, files.changes(closingOf(reply), start)));
  return server;
}
