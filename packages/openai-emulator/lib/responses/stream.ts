import { type JsonObject, numberOf } from '../http/json';
import { type Shown, showEvent, showItem } from './included';
import type { ItemEvent, NumberedEvent, OutputPart, ResponseBody } from './types';

interface Story {
  body: ResponseBody;
  parts: OutputPart[];
  /** The names of the details that the listener asked for. */
  include: string[];
  /** The response as it stands when its story ends. */
  conclude(): ResponseBody;
}

/** A response before it is finished, or one that never will be. */
export function withoutResults(body: ResponseBody, status: string): ResponseBody {
  const { tool_usage, ...described } = body;
  return {
    ...described,
    status,
    completed_at: null,
    error: null,
    incomplete_details: null,
    output: [],
    usage: null,
  };
}

const shownOf = (body: ResponseBody, include: string[]): Shown => ({ include, top: numberOf(body['top_logprobs'], 0) });

export function showBody(body: ResponseBody, include: string[]): ResponseBody {
  const shown = shownOf(body, include);
  return { ...body, output: body.output.map(item => showItem(item, shown)) };
}

async function* firstHalf(events: Iterable<ItemEvent> | AsyncIterable<ItemEvent>): AsyncIterable<ItemEvent> {
  const all: ItemEvent[] = [];
  for await (const event of events) all.push(event);
  yield* all.slice(0, Math.ceil(all.length / 2));
}

async function* tellParts({ body, parts, include }: Story): AsyncIterable<ItemEvent> {
  const shown = shownOf(body, include);
  for (const [output_index, { item, draft, events }] of parts.entries()) {
    yield { type: 'response.output_item.added', output_index, item: draft };
    if (body.status === 'failed' && output_index === parts.length - 1) return yield* firstHalf(events(output_index));
    for await (const event of events(output_index)) yield showEvent(event, shown);
    yield { type: 'response.output_item.done', output_index, item: showItem(item, shown) };
  }
}

/** A response, told from its beginning. */
export async function* tellResponse(story: Story): AsyncIterable<NumberedEvent> {
  let nextNumber = 0;
  const number = (type: string, details: JsonObject): NumberedEvent => {
    const sequence_number = nextNumber;
    nextNumber += 1;
    return { event: type, data: { ...details, type, sequence_number } };
  };
  const begun = withoutResults(story.body, 'in_progress');
  if (story.body['background'] === true) {
    const queued = withoutResults(story.body, 'queued');
    yield number('response.created', { response: queued });
    yield number('response.queued', { response: queued });
  } else {
    yield number('response.created', { response: begun });
  }
  yield number('response.in_progress', { response: begun });
  for await (const event of tellParts(story)) yield number(event.type, { ...event });
  const response = showBody(story.conclude(), story.include);
  yield number(`response.${response.status}`, { response });
}
