import type OpenAI from 'openai';
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions';
import type { Call, Collector } from '../operation';
import { stopAt } from './stop-sequence';

/** Asks for a chat completion in pieces, its usage at the end. */
export function openChat(
  client: OpenAI,
  request: ChatCompletionCreateParamsNonStreaming,
  { signal }: Call
): Promise<Response> {
  return client.chat.completions
    .create({ ...request, stream: true, stream_options: { include_usage: true } }, { signal })
    .asResponse();
}

/** What has arrived of one choice. */
interface Growing {
  content: string;
  refusal: string;
  calls: { id: string; name: string; arguments: string }[];
  finish_reason?: ChatCompletion.Choice['finish_reason'];
}

/**
 * Puts the chunks of a chat completion together; the text of the first choice is passed on as it comes.
 *
 * @param stops Where the text ends, for models that do not stop by themselves.
 */
export function collectChat(stops: string[]): Collector<ChatCompletion> {
  const passOn = stopAt(stops);
  let head: ChatCompletionChunk | undefined;
  let usage: ChatCompletion['usage'];
  let service_tier: ChatCompletion['service_tier'];
  const growing: Growing[] = [];
  return {
    take(chunk: ChatCompletionChunk) {
      head ??= chunk;
      usage = chunk.usage ?? usage;
      service_tier = chunk.service_tier ?? service_tier;
      for (const { index, delta, finish_reason } of chunk.choices ?? []) {
        growing[index] ??= { content: '', refusal: '', calls: [] };
        addDelta(growing[index], delta);
        if (finish_reason) growing[index].finish_reason = finish_reason;
      }
      const first = chunk.choices?.find(({ index }) => index === 0);
      const text = first ? passOn(first.delta.content ?? '', Boolean(first.finish_reason)) : '';
      return text ? [{ type: 'text_delta', text }] : [];
    },
    finish() {
      const choices = growing.flatMap(toChoice);
      if (!head || choices.length === 0 || choices.length < growing.length) return undefined;
      const { id, created, model } = head;
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

function addDelta(choice: Growing, { content, refusal, tool_calls }: ChatCompletionChunk.Choice['delta']): void {
  choice.content += content ?? '';
  choice.refusal += refusal ?? '';
  for (const { index, id, function: called } of tool_calls ?? []) {
    choice.calls[index] ??= { id: '', name: '', arguments: '' };
    const call = choice.calls[index];
    call.id += id ?? '';
    call.name += called?.name ?? '';
    call.arguments += called?.arguments ?? '';
  }
}

/** A choice that has ended; one that has not was cut off. */
function toChoice({ content, refusal, calls, finish_reason }: Growing, index: number): ChatCompletion.Choice[] {
  if (!finish_reason) return [];
  const tool_calls = calls.map(({ id, name, arguments: text }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: text },
  }));
  const message = {
    role: 'assistant' as const,
    content: content || null,
    refusal: refusal || null,
    ...(tool_calls.length > 0 && { tool_calls }),
  };
  return [{ index, finish_reason, logprobs: null, message }];
}
