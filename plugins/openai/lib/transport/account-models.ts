import type OpenAI from 'openai';
import { unusable } from '../failures/body-check';
import { number, object, readFields, text } from './fields';
import { readPage } from './pages';

const model = object({ id: text, name: text, created: number, owned_by: text, shutdown_date: text });

/** A model as the server lists it. */
export interface ListedModel extends Omit<NonNullable<ReturnType<typeof model>>, 'id'> {
  id: string;
}

/** The models of the account. The SDK's own list method would read a web page as an empty list. */
export async function fetchModels(client: OpenAI, signal: AbortSignal): Promise<unknown> {
  return client.get<unknown>('/models', { signal });
}

/** Reads the list, also a bare array; entries without an id are left out. */
export function readModels(body: unknown): ListedModel[] {
  const { data } = readPage(body);
  const models = data.flatMap(entry => {
    const { id, name, ...rest } = readFields(entry, model) ?? {};
    const called = id || name;
    return called ? [{ ...rest, id: called }] : [];
  });
  if (models.length === 0 && data.length > 0) throw unusable(body, 'The listed models have no ids');
  return models;
}
