import OpenAI from 'openai';
import type { Connection } from '../types/connection';

/** The one place that makes an OpenAI client. Whatever is not given is said to be absent, or the SDK would ask the host's environment. */
export function createClient(connection: Connection, fetch: typeof globalThis.fetch): OpenAI {
  const { apiKey, authHeader } = connection;
  return new OpenAI({
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    webhookSecret: null,
    organization: connection.organizationId ?? null,
    project: connection.projectId ?? null,
    baseURL: connection.baseUrl,
    defaultQuery: connection.baseQuery,
    defaultHeaders: {
      ...connection.headers,
      ...((!apiKey || authHeader === 'api-key') && { Authorization: null }),
      ...(apiKey && authHeader === 'api-key' && { 'api-key': apiKey }),
    },
    // Deadline and retries are the query's, in deadline.ts and retry.ts: the SDK's cover headers only and repeat what is billed.
    timeout: connection.timeoutSeconds * 1000 + 60_000,
    maxRetries: 0,
    logLevel: 'off',
    // Where it finds no Response, the SDK fetches a data URL before its first form, to learn whether forms can be sent.
    fetch: Object.assign<typeof fetch, object>((input, init) => fetch(input, init), { Response }),
  });
}
