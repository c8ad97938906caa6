import type { FastifyInstance } from 'fastify';
import { readBundle, readForms } from '../host/plugin-files';
import { testConnection } from '../host/test-connection';
import { findBadHeader } from './check-headers';
import type { ChangedConnection, ConnectionStore } from './connection-store';

const properties = { is_own: { type: 'boolean' }, values: { type: 'object' } };
const change = { type: 'object', required: ['is_own'], properties };
const changeIfAny = { type: ['object', 'null'], dependencies: { values: ['is_own'] }, properties };

/** Takes the connection from the page, tests it, and tells of it all but its secrets. */
export function addConnectionRoutes(
  server: FastifyInstance,
  pluginDirectory: string,
  connection: ConnectionStore,
  notes: string[]
): void {
  server.get('/api/connection', async () => {
    const { manifest } = await readForms(pluginDirectory);
    return { ...connection.show(manifest), ...(notes.length > 0 && { notes }) };
  });

  server.put<{ Body: ChangedConnection }>('/api/connection', { schema: { body: change } }, async ({ body }, reply) => {
    const { manifest } = await readForms(pluginDirectory);
    const problem = findBadHeader(manifest, body.values);
    if (problem) return reply.code(400).send({ message: problem });
    const secrets_dropped = connection.change(manifest, body);
    return {
      ...connection.show(manifest),
      ...(notes.length > 0 && { notes }),
      ...(secrets_dropped.length > 0 && { secrets_dropped }),
    };
  });

  // With a body, the connection as it would be after that change; without, as it is.
  const tested = { schema: { body: changeIfAny } };
  server.post<{ Body?: Partial<ChangedConnection> | null }>('/api/test-connection', tested, async ({ body }, reply) => {
    const load = await readBundle(pluginDirectory);
    if (body?.is_own === undefined) return testConnection(load, connection.source());
    const { manifest } = await readForms(pluginDirectory);
    const problem = findBadHeader(manifest, body.values);
    if (problem) return reply.code(400).send({ message: problem });
    return testConnection(load, connection.preview(manifest, { ...body, is_own: body.is_own }));
  });
}
