import type OpenAI from 'openai';
import type { Model } from 'openai/resources/models';

/** The models of the account, as the server lists them; the SDK's own list would read any web page as an empty one. */
export function fetchModels(client: OpenAI, signal: AbortSignal): Promise<{ data: Model[] }> {
  return client.get('/models', { signal });
}
