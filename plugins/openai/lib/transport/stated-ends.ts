import { createHash } from 'node:crypto';
import type { Connection } from '../types/connection';
import type { ListedModel } from './account-models';
import { makeRoom } from './make-room';

/** More connections than a host uses at a time. */
const MAX_CONNECTIONS = 100;

/** By connection: the days on which models end, as the account's own list of models stated them last. */
const endsByConnection = new Map<string, ReadonlyMap<string, string>>();

function nameConnection({ baseUrl, apiKey, organizationId, projectId }: Connection): string {
  return createHash('sha256')
    .update(JSON.stringify([baseUrl, apiKey, organizationId, projectId]))
    .digest('base64');
}

/** Remembers what a list of models said of their ends, for the later queries of the connection. */
export function rememberEnds(connection: Connection, models: ListedModel[]): void {
  const name = nameConnection(connection);
  endsByConnection.delete(name);
  makeRoom(endsByConnection, MAX_CONNECTIONS);
  const stated = models.flatMap(({ id, shutdown_date = '' }): [string, string][] =>
    /^\d{4}-\d{2}-\d{2}$/.test(shutdown_date) ? [[id, shutdown_date]] : []
  );
  endsByConnection.set(name, new Map(stated));
}

const NONE: ReadonlyMap<string, string> = new Map();

/** The days on which models end (YYYY-MM-DD) by model, as far as the account's list was read in this process. */
export function statedEnds(connection: Connection): ReadonlyMap<string, string> {
  return endsByConnection.size === 0 ? NONE : (endsByConnection.get(nameConnection(connection)) ?? NONE);
}
