import { createParser } from 'eventsource-parser';
import type { Values } from '../../forms/field';
import { callHost } from './call-host';

/** Runs a query and gives its result, ok or failed, as its only event. */
export async function* runQuery(query: Values, signal: AbortSignal, run: string): AsyncGenerator<unknown, void> {
  const response = await callHost('/api/run', { body: { query, run }, signal });
  yield { type: 'result', result: await response.json() };
}

/** Runs a query and gives its events as they arrive; the last one holds the result. */
export async function* streamQuery(query: Values, signal: AbortSignal, run: string): AsyncGenerator<unknown, void> {
  const { body } = await callHost('/api/stream', { body: { query, run }, signal });
  if (!body) return;
  const arrived: unknown[] = [];
  const parser = createParser({ onEvent: ({ data }) => arrived.push(JSON.parse(data)) });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    parser.feed(chunk.value);
    yield* arrived.splice(0);
  }
}
