import type { FastifyInstance } from 'fastify';
import { readForms } from '../host/plugin-files';
import type { ChangedConnection, ConnectionStore } from './connection-store';

const changeSchema = {
  body: {
    type: 'object',
    required: ['is_own'],
    properties: { is_own: { type: 'boolean' }, values: { type: 'object' } },
  },
};

/** Takes the connection from the page, and tells of it all but its secrets. */
export function addConnectionRoutes(
  server: FastifyInstance,
  pluginDirectory: string,
  connection: ConnectionStore
): void {
  server.get('/api/connection', async () => {
    const { manifest } = await readForms(pluginDirectory);
    return connection.show(manifest);
  });

  server.put<{ Body: ChangedConnection }>('/api/connection', { schema: changeSchema }, async ({ body }) => {
    const { manifest } = await readForms(pluginDirectory);
    connection.change(manifest, body);
    return connection.show(manifest);
  });
}
