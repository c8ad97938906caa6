import type { FastifyInstance, FastifyReply } from 'fastify';
import { readBundle, readForms } from '../host/plugin-files';
import { runQuery } from '../host/run-query';
import { streamQuery } from '../host/stream-query';
import { testConnection } from '../host/test-connection';
import { toEventStream } from './event-stream';

/** A plugin to serve, and the connection its queries use unless the page sends another. */
export interface ServedPlugin {
  pluginDirectory: string;
  defaultSource: object;
}

interface SourceBody {
  source?: object;
}

interface QueryBody extends SourceBody {
  query: object;
}

const object = { type: 'object' };
const sourceSchema = { body: { type: 'object', properties: { source: object } } };
const querySchema = { body: { type: 'object', required: ['query'], properties: { source: object, query: object } } };

/** What the page asks of the host: the forms, a query, a stream, a test of the connection. */
export function addPluginRoutes(server: FastifyInstance, { pluginDirectory, defaultSource }: ServedPlugin): void {
  server.get('/api/plugin', () => readForms(pluginDirectory));

  server.get('/icon.svg', async (_, reply) => {
    const { icon } = await readForms(pluginDirectory);
    return reply.type('image/svg+xml').send(icon);
  });

  server.post<{ Body: QueryBody }>('/api/run', { schema: querySchema }, async ({ body }) => {
    const load = await readBundle(pluginDirectory);
    return runQuery(load, body.source ?? defaultSource, body.query);
  });

  server.post<{ Body: QueryBody }>('/api/stream', { schema: querySchema }, async ({ body }, reply) => {
    const load = await readBundle(pluginDirectory);
    const events = streamQuery(load, body.source ?? defaultSource, body.query, closingOf(reply));
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(toEventStream(events));
  });

  server.post<{ Body: SourceBody }>('/api/test-connection', { schema: sourceSchema }, async ({ body }) => {
    const load = await readBundle(pluginDirectory);
    return testConnection(load, body.source ?? defaultSource);
  });
}

/** Aborts when the browser has gone, and does no harm after the last event. */
function closingOf(reply: FastifyReply): AbortSignal {
  const closing = new AbortController();
  reply.raw.once('close', () => closing.abort());
  return closing.signal;
}
