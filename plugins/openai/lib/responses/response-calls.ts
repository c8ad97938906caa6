import type OpenAI from 'openai';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';

/** The SDK's own methods look into a response for its text, and fail where a server has left something out. */

export function createResponse(
  client: OpenAI,
  body: ResponseCreateParamsNonStreaming,
  signal: AbortSignal
): Promise<object> {
  return client.post<object>('/responses', { body, signal });
}

export function retrieveResponse(client: OpenAI, id: string, query: object, signal: AbortSignal) {
  return client.get<object>(`/responses/${encodeURIComponent(id)}`, { query: { ...query }, signal });
}
