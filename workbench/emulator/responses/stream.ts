import type { ServerEvent } from '../http';
import type { JsonObject } from '../json';
import type { OutputPart } from './output';

/** A finished response, told from its beginning. */
export async function* streamResponse(body: JsonObject, parts: OutputPart[]): AsyncIterable<ServerEvent> {
  let nextNumber = 0;
  const number = (type: string, details: object): ServerEvent => {
    const sequence_number = nextNumber;
    nextNumber += 1;
    return { event: type, data: { type, ...details, sequence_number } };
  };
  const { tool_usage, ...described } = body;
  const begun = {
    ...described,
    status: 'in_progress',
    completed_at: null,
    incomplete_details: null,
    output: [],
    usage: null,
  };
  yield number('response.created', { response: begun });
  yield number('response.in_progress', { response: begun });
  for (const [output_index, { item, draft, events }] of parts.entries()) {
    yield number('response.output_item.added', { output_index, item: draft });
    for await (const event of events(output_index)) yield number(event.type, event);
    yield number('response.output_item.done', { output_index, item });
  }
  yield number(`response.${String(body['status'])}`, { response: body });
}
