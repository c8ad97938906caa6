import type { FastifyInstance } from 'fastify';
import { readBundle, readForms } from '../host/plugin-files';
import { runQuery } from '../host/run-query';
import { streamQuery } from '../host/stream-query';
import { hideSecretsOf } from '../recording/hide-secrets';
import { type Recorder, record, recordEvents } from '../recording/recorder';
import type { ConnectionStore } from './connection-store';
import { closingOf, sendEvents } from './event-stream';
import { readManifest } from './manifest';
import { RunLog } from './run-log';

interface QueryBody {
  query: object;
  /** By which the page asks for the run's requests later. */
  run?: string;
}

const schema = {
  body: {
    type: 'object',
    required: ['query'],
    properties: { query: { type: 'object' }, run: { type: 'string', maxLength: 100 } },
  },
};

/** What the page asks of the host: the forms, a query, a stream, and what a run has sent. */
export function addPluginRoutes(server: FastifyInstance, pluginDirectory: string, connection: ConnectionStore): void {
  const log = new RunLog();

  async function recorderOf({ run = '' }: QueryBody, source: object): Promise<Recorder> {
    const { isSecret } = readManifest((await readForms(pluginDirectory)).manifest);
    return log.begin(run, hideSecretsOf(source, isSecret));
  }

  server.get('/api/plugin', () => readForms(pluginDirectory));

  server.get('/icon.svg', async (_, reply) => {
    const { icon } = await readForms(pluginDirectory);
    return reply.type('image/svg+xml').send(icon);
  });

  server.post<{ Body: QueryBody }>('/api/run', { schema }, async ({ body }) => {
    const load = await readBundle(pluginDirectory);
    const source = connection.source();
    return record(await recorderOf(body, source), () => runQuery(load, source, body.query));
  });

  server.post<{ Body: QueryBody }>('/api/stream', { schema }, async ({ body }, reply) => {
    const load = await readBundle(pluginDirectory);
    const source = connection.source();
    const events = streamQuery(load, source, body.query, closingOf(reply));
    return sendEvents(reply, recordEvents(await recorderOf(body, source), events));
  });

  // Null for a run that is not known, or no longer: a page asks before its run has begun, too.
  server.get<{ Params: { run: string } }>('/api/runs/:run/requests', async ({ params }, reply) =>
    reply.type('application/json').send(JSON.stringify(log.requestsOf(params.run) ?? null))
  );
}
