import type { Values } from '../../forms/field';
import { at, isObject, listAt } from '../../forms/json';
import { callHost } from './call-host';

/** What the server tells of the connection. Secrets stay there: only which are set is known here. */
export interface ShownConnection {
  isOwn: boolean;
  values: Values;
  secretsSet: string[];
  /** Dropped with the last change, since they belong to another address. */
  secretsDropped: string[];
  /** What is to be said of the built-in server. */
  notes: string[];
}

/** Asks which connection queries run on. */
export async function fetchConnection(): Promise<ShownConnection> {
  return readShown(await (await callHost('/api/connection')).json());
}

/** @param values Fields that change; a secret that is left out stays. */
export async function changeConnection(isOwn: boolean, values?: Values): Promise<ShownConnection> {
  const body = { is_own: isOwn, ...(values && { values }) };
  return readShown(await (await callHost('/api/connection', { method: 'PUT', body })).json());
}

/** Tests the connection that queries run on, or what it would be with changes that are not saved. */
export async function testConnection(changes?: Values): Promise<unknown> {
  const body = changes && { is_own: true, values: changes };
  return (await callHost('/api/test-connection', { method: 'POST', ...(body && { body }) })).json();
}

function readShown(answer: unknown): ShownConnection {
  const values = at(answer, 'values');
  return {
    isOwn: at(answer, 'is_own') === true,
    values: isObject(values) ? values : {},
    secretsSet: listAt(answer, 'secrets_set').map(String),
    secretsDropped: listAt(answer, 'secrets_dropped').map(String),
    notes: listAt(answer, 'notes').map(String),
  };
}
