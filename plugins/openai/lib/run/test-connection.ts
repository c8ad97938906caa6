import { type ConnectionTestResult, QueryError } from '@tooljet/plugins-sdk-shim';
import { familyOf, lookUpModel, type Model, type Needs, serves } from '../catalogue/models';
import { readConnection } from '../connection/connection';
import { classifyFailure } from '../failures/classify-failure';
import { readFailure } from '../failures/failure';
import { countOf } from '../options/count';
import { fetchModels, readModels } from '../transport/account-models';
import { routeOf } from '../transport/agents';
import { createClient } from '../transport/client';
import { startDeadline } from '../transport/deadline';
import { recordExchange } from '../transport/exchange';
import { MAX_RESPONSE_BYTES } from '../transport/http-response';
import { rememberEnds } from '../transport/stated-ends';
import type { Connection } from '../types/connection';

/**
 * Lists the account's models, the cheapest request that shows whether key, organization and project are accepted.
 * Passes with a note where a server has no such list, or the key may not see it.
 */
export async function testConnection(sourceOptions: object): Promise<ConnectionTestResult> {
  let connection: Connection;
  try {
    connection = readConnection(sourceOptions, new Date().toISOString().slice(0, 10));
  } catch (error) {
    if (error instanceof QueryError) return { status: 'failed', message: `${error.message}: ${error.description}` };
    throw error;
  }
  const used = {
    base_url: connection.baseUrl,
    ...(connection.organizationId && { organization: connection.organizationId }),
    ...(connection.projectId && { project: connection.projectId }),
  };
  const seconds = Math.min(connection.timeoutSeconds, 30);
  const deadline = startDeadline(seconds * 1000);
  try {
    const client = createClient(connection, recordExchange(routeOf(connection), MAX_RESPONSE_BYTES).send);
    const data = readModels(await fetchModels(client, deadline.signal));
    rememberEnds(connection, data);
    const capabilities = findCapabilities(data.map(({ id }) => id));
    return {
      status: 'ok',
      message: `Connected to ${connection.baseUrl}: ${countOf(data.length, 'model')}. ${describeCapabilities(capabilities)}`,
      data: { ...used, models: data.length, capabilities },
    };
  } catch (error) {
    const failure = readFailure(error, connection);
    const { category, hint } = classifyFailure(failure);
    const note = noteFor(failure.status, category);
    if (note) return { status: 'ok', message: `Connected to ${connection.baseUrl}. ${note}`, data: { ...used, note } };
    const reason = deadline.cause()
      ? `No response from ${connection.baseUrl} within ${countOf(seconds, 'second')}`
      : failure.reason;
    return { status: 'failed', message: `${reason}\n${hint}`, data: { ...used, category } };
  } finally {
    deadline.end();
  }
}

/** A server that responds, but not to this: the key may be restricted, or the server compatible only where it matters. */
function noteFor(status: number | undefined, category: string): string | undefined {
  if (category === 'permission') return 'The key is valid but cannot list models; run a query to see what it can do.';
  if (status === 404 || status === 405 || status === 501) {
    return 'This server has no list of models, so the key could not be checked; run a query to see.';
  }
  return undefined;
}

/** What a dashboard is built for, and what a model must have for it. */
const CAPABILITIES: Record<string, Needs> = {
  chat: { endpoints: ['/chat/completions'] },
  generate: { endpoints: ['/images/generations'] },
  edit: { endpoints: ['/images/edits'] },
  analyze: { endpoints: ['/chat/completions'], vision: true },
  research: { endpoints: ['/responses'], research: true },
  embed: { endpoints: ['/embeddings'] },
  speak: { endpoints: ['/audio/speech'] },
  transcribe: { endpoints: ['/audio/transcriptions'] },
};

interface Capability {
  available: boolean;
  models: number;
  references?: number;
}

/** The capabilities in one line, since hosts show no more of a test than its message. */
function describeCapabilities(capabilities: Record<string, Capability>): string {
  const named = (isAvailable: boolean) =>
    Object.entries(capabilities)
      .filter(([, { available }]) => available === isAvailable)
      .map(([name, { references }]) => (references ? `${name} (up to ${countOf(references, 'image')})` : name));
  const able = named(true);
  const unable = named(false);
  if (able.length === 0) return 'None of them is in the catalogue of this plugin; run a query to see what they can do';
  return `Available: ${able.join(', ')}${unable.length > 0 ? `. Not available: ${unable.join(', ')}` : ''}`;
}

/** For each capability whether the account has a model, as far as its models are listed in the catalogue. */
function findCapabilities(ids: string[]): Record<string, Capability> {
  const listed = ids.flatMap(id => lookUpModel(id).model ?? []);
  const found = Object.entries(CAPABILITIES).map(([name, needs]) => {
    const able = listed.filter(model => serves(model, needs));
    const references = Math.max(0, ...able.map(countReferences));
    return [
      name,
      { available: able.length > 0, models: able.length, ...(name === 'edit' && able.length > 0 && { references }) },
    ] as const;
  });
  return Object.fromEntries(found);
}

/** How many images a model takes to edit at once. */
function countReferences(model: Model): number {
  const image = familyOf(model).limits['image'];
  const files = image ? image['files'] : undefined;
  return typeof files === 'object' && files !== null ? Number(Reflect.get(files, 'max_count')) : 0;
}
