import type OpenAI from 'openai';
import type { Model } from 'openai/resources/models';

/** The models of the account. The SDK's own list method would read a web page as an empty list. */
export function fetchModels(client: OpenAI, signal: AbortSignal): Promise<{ data: Model[] }> {
  return client.get('/models', { signal });
}
