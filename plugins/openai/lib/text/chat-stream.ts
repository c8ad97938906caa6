import type OpenAI from 'openai';
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions';
import { UnusableAnswer } from '../failures/failure';
import type { Call, Collector } from '../operation';
import { createStopFilter } from './stop-sequence';

/** Opens a streamed chat completion whose last chunk holds its usage. */
export function openChat(
  client: OpenAI,
  request: ChatCompletionCreateParamsNonStreaming,
  { signal }: Call
): Promise<Response> {
  return client.chat.completions
    .create({ ...request, stream: true, stream_options: { include_usage: true } }, { signal })
    .asResponse();
}

/** What has arrived of one choice so far. */
interface PartialChoice {
  content: string;
  refusal: string;
  calls: Map<number, { id: string; name: string; arguments: string }>;
  finish_reason?: ChatCompletion.Choice['finish_reason'];
}

/**
 * Assembles the chunks of a chat completion and reports the text of the first choice as it arrives.
 *
 * @param stops Stop sequences that the model does not support, and that are applied here instead.
 */
export function collectChat(stops: string[]): Collector<ChatCompletion> {
  const limitText = createStopFilter(stops);
  let firstChunk: ChatCompletionChunk | undefined;
  let usage: ChatCompletion['usage'];
  let service_tier: ChatCompletion['service_tier'];
  const partials = new Map<number, PartialChoice>();
  return {
    take(chunk: ChatCompletionChunk) {
      firstChunk ??= chunk;
      usage = chunk.usage ?? usage;
      service_tier = chunk.service_tier ?? service_tier;
      for (const { index, delta, finish_reason } of chunk.choices ?? []) {
        const choice = findOrAdd<PartialChoice>(partials, index, () => ({
          content: '',
          refusal: '',
          calls: new Map(),
        }));
        addDelta(choice, delta);
        if (finish_reason) choice.finish_reason = finish_reason;
      }
      const first = chunk.choices?.find(({ index }) => index === 0);
      const text = first ? limitText(first.delta.content ?? '', Boolean(first.finish_reason)) : '';
      return text ? [{ type: 'text_delta', text }] : [];
    },
    finish() {
      const choices = inOrder(partials).flatMap(toChoice);
      if (!firstChunk || choices.length === 0 || choices.length < partials.size) return undefined;
      const { id, created, model } = firstChunk;
      return {
        id,
        created,
        model,
        object: 'chat.completion',
        choices,
        ...(usage && { usage }),
        ...(service_tier && { service_tier }),
      };
    },
  };
}

/** OpenAI returns at most 128 choices and accepts at most 128 functions. */
const MAX_INDEX = 1000;

/** The server chooses the index, which may be anything that JSON can hold. */
function findOrAdd<Part>(parts: Map<number, Part>, index: number, create: () => Part): Part {
  if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX)
    throw new UnusableAnswer('unexpected_answer', "The server's stream contains an invalid index");
  const part = parts.get(index) ?? create();
  parts.set(index, part);
  return part;
}

function inOrder<Part>(parts: Map<number, Part>): Part[] {
  return [...parts].sort(([one], [other]) => one - other).map(([, part]) => part);
}

function addDelta(choice: PartialChoice, { content, refusal, tool_calls }: ChatCompletionChunk.Choice['delta']): void {
  choice.content += content ?? '';
  choice.refusal += refusal ?? '';
  for (const { index, id, function: delta } of tool_calls ?? []) {
    const call = findOrAdd(choice.calls, index, () => ({ id: '', name: '', arguments: '' }));
    call.id += id ?? '';
    call.name += delta?.name ?? '';
    call.arguments += delta?.arguments ?? '';
  }
}

/** The finished choice; nothing if the stream ended before it did. */
function toChoice({ content, refusal, calls, finish_reason }: PartialChoice, index: number): ChatCompletion.Choice[] {
  if (!finish_reason) return [];
  const tool_calls = inOrder(calls).map(({ id, name, arguments: json }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: json },
  }));
  const message = {
    role: 'assistant' as const,
    content: content || null,
    refusal: refusal || null,
    ...(tool_calls.length > 0 && { tool_calls }),
  };
  return [{ index, finish_reason, logprobs: null, message }];
}
