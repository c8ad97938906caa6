import { createParser } from 'eventsource-parser';
import type { Values } from '../form/field';
import { callHost } from './call-host';

/** A query and the connection to run it on; without one the emulator answers. */
export interface QueryRequest {
  source?: Values;
  query: Values;
}

/** Runs a query and gives its result, ok or failed. */
export async function runQuery(request: QueryRequest, signal: AbortSignal): Promise<unknown> {
  return (await callHost('/api/run', request, signal)).json();
}

/** Runs a query and gives its events as they arrive; the last one holds the result. */
export async function* streamQuery(request: QueryRequest, signal: AbortSignal): AsyncGenerator<unknown, void> {
  const { body } = await callHost('/api/stream', request, signal);
  if (!body) return;
  const arrived: unknown[] = [];
  const parser = createParser({ onEvent: ({ data }) => arrived.push(JSON.parse(data)) });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    parser.feed(chunk.value);
    yield* arrived.splice(0);
  }
}

/** Tests a connection; without one the emulator's. */
export async function testConnection(source: Values | undefined): Promise<unknown> {
  return (await callHost('/api/test-connection', { ...(source && { source }) })).json();
}
