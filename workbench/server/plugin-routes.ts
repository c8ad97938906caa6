import type { FastifyInstance } from 'fastify';
import { readBundle, readForms } from '../host/plugin-files';
import { runQuery } from '../host/run-query';
import { streamQuery } from '../host/stream-query';
import { testConnection } from '../host/test-connection';
import type { ConnectionStore } from './connection-store';
import { closingOf, sendEvents } from './event-stream';

interface QueryBody {
  query: object;
}

const querySchema = { body: { type: 'object', required: ['query'], properties: { query: { type: 'object' } } } };

/** What the page asks of the host: the forms, a query, a stream, a test of the connection. */
export function addPluginRoutes(server: FastifyInstance, pluginDirectory: string, connection: ConnectionStore): void {
  server.get('/api/plugin', () => readForms(pluginDirectory));

  server.get('/icon.svg', async (_, reply) => {
    const { icon } = await readForms(pluginDirectory);
    return reply.type('image/svg+xml').send(icon);
  });

  server.post<{ Body: QueryBody }>('/api/run', { schema: querySchema }, async ({ body }) => {
    const load = await readBundle(pluginDirectory);
    return runQuery(load, connection.source(), body.query);
  });

  server.post<{ Body: QueryBody }>('/api/stream', { schema: querySchema }, async ({ body }, reply) => {
    const load = await readBundle(pluginDirectory);
    return sendEvents(reply, streamQuery(load, connection.source(), body.query, closingOf(reply)));
  });

  server.post('/api/test-connection', async () => {
    const load = await readBundle(pluginDirectory);
    return testConnection(load, connection.source());
  });
}
