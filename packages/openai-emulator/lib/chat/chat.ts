import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { logprobsOf } from '../answers/logprobs';
import { seedFrom } from '../answers/seed';
import { countTokens, countToolTokens, finishText, splitForStream } from '../answers/tokens';
import { attachmentsIn, countImageTokens, describeAttachments, lookAt } from '../attachments/attachments';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, numberOf, objectsIn, textOf, textsIn } from '../http/json';
import { type Answer, type ApiRequest, newId, type ServerEvent, secondsOf } from '../http/messages';
import { findModel } from '../models/models';
import { countReasoningTokens } from '../models/reasoning';
import { findQuestion, type Reply, replyTo, textOfMessage } from './reply';
import { checkChat } from './rules';
import type { StoredChats } from './stored';

type FinishReason = ChatCompletion.Choice['finish_reason'];
type FunctionDelta = ChatCompletionChunk.Choice.Delta;

/** The SDK's types know no custom tools in streams, which the API has. */
interface CustomDelta {
  tool_calls: { index: number; id?: string; type?: 'custom'; custom: { name?: string; input: string } }[];
}

type Delta = FunctionDelta | CustomDelta;

interface Choice {
  reply: Reply;
  finishReason: FinishReason;
}

const tokensPerMessage = 4;

function maxTokensOf(body: JsonObject): number | undefined {
  const limit = body['max_completion_tokens'] ?? body['max_tokens'];
  return typeof limit === 'number' ? limit : undefined;
}

function makeChoice(body: JsonObject, index: number, seen: string): Choice {
  const reply = replyTo(body, index, seen);
  if (reply.kind === 'refusal') return { reply, finishReason: 'stop' };
  if (reply.kind === 'calls') return { reply, finishReason: body['functions'] ? 'function_call' : 'tool_calls' };
  const { text, finishReason } = finishText(reply.text, { stop: textsIn(body['stop']), maxTokens: maxTokensOf(body) });
  return { reply: { kind: 'text', text }, finishReason };
}

function countReplyTokens(reply: Reply): number {
  if (reply.kind !== 'calls') return countTokens(reply.text);
  return reply.calls.reduce((sum, { name, input }) => sum + countTokens(name + input), 0);
}

function countUsage(body: JsonObject, choices: Choice[]): CompletionUsage {
  const messages = objectsIn(body['messages']);
  const words = messages.map(message => countTokens(textOfMessage(message)) + tokensPerMessage);
  const image_tokens = countImageTokens(attachmentsIn(messages));
  const read = image_tokens + countToolTokens(body['tools'] ?? body['functions']);
  const prompt_tokens = words.reduce((sum, count) => sum + count, read);
  const reasoning_tokens = countReasoningTokens(textOf(body['model']), body['reasoning_effort'], maxTokensOf(body));
  const completion_tokens = choices.reduce((sum, { reply }) => sum + countReplyTokens(reply), reasoning_tokens);
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0, image_tokens },
    completion_tokens_details: {
      reasoning_tokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function toMessage(reply: Reply, isLegacy: boolean): ChatCompletion.Choice['message'] {
  if (reply.kind === 'text') return { role: 'assistant', content: reply.text, refusal: null, annotations: [] };
  if (reply.kind === 'refusal') return { role: 'assistant', content: null, refusal: reply.text, annotations: [] };
  const [first] = reply.calls;
  if (isLegacy && first) {
    const function_call = { name: first.name, arguments: first.input };
    return { role: 'assistant', content: null, refusal: null, annotations: [], function_call };
  }
  const tool_calls = reply.calls.map(({ kind, id, name, input }) =>
    kind === 'custom'
      ? { id, type: kind, custom: { name, input } }
      : { id, type: kind, function: { name, arguments: input } }
  );
  return { role: 'assistant', content: null, refusal: null, annotations: [], tool_calls };
}

/** JSON has too few spaces to be cut between words. */
function splitArguments(input: string): string[] {
  return input.match(/[\s\S]{1,12}/g) ?? [];
}

function toDeltas(reply: Reply, isLegacy: boolean): Delta[] {
  if (reply.kind === 'text') return splitForStream(reply.text).map(content => ({ content }));
  if (reply.kind === 'refusal') return splitForStream(reply.text).map(refusal => ({ refusal }));
  if (isLegacy) {
    return reply.calls.flatMap(({ name, input }) => [
      { function_call: { name, arguments: '' } },
      ...splitArguments(input).map(piece => ({ function_call: { arguments: piece } })),
    ]);
  }
  return reply.calls.flatMap(({ kind, id, name, input }, index): Delta[] => {
    const pieces = splitArguments(input);
    if (kind === 'custom') {
      const first = { index, id, type: kind, custom: { name, input: '' } };
      return [{ tool_calls: [first] }, ...pieces.map(piece => ({ tool_calls: [{ index, custom: { input: piece } }] }))];
    }
    const first = { index, id, type: kind, function: { name, arguments: '' } };
    return [
      { tool_calls: [first] },
      ...pieces.map(piece => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ];
  });
}

type Logprobs = ChatCompletion.Choice['logprobs'];
type Weigh = (text: string | undefined) => Logprobs;

const textOfDelta = (delta: Delta): string | undefined =>
  'content' in delta ? (delta.content ?? undefined) : undefined;

/** How likely the words were, where the request asks for it; of calls nobody says it. */
function createLogprobs({ logprobs, top_logprobs }: JsonObject): Weigh {
  return text =>
    logprobs === true && text ? { content: logprobsOf(text, numberOf(top_logprobs, 0)), refusal: null } : null;
}

function* streamChoices(
  envelope: Omit<ChatCompletionChunk, 'choices'>,
  choices: Choice[],
  { isLegacy, usage, weigh }: { isLegacy: boolean; usage: CompletionUsage | undefined; weigh: Weigh }
): Iterable<ServerEvent> {
  const toEvent = (index: number, delta: Delta, finish_reason: FinishReason | null = null): ServerEvent => ({
    data: {
      ...envelope,
      choices: [{ index, delta, logprobs: weigh(textOfDelta(delta)), finish_reason }],
      ...(usage && { usage: null }),
    },
  });

  const deltas = choices.map(({ reply }) => toDeltas(reply, isLegacy));
  const longest = Math.max(...deltas.map(({ length }) => length));
  for (const index of choices.keys()) yield toEvent(index, { role: 'assistant', content: '', refusal: null });
  for (let step = 0; step < longest; step += 1) {
    for (const [index, steps] of deltas.entries()) {
      const delta = steps[step];
      if (delta) yield toEvent(index, delta);
    }
  }
  for (const [index, { finishReason }] of choices.entries()) yield toEvent(index, {}, finishReason);
  if (usage) yield { data: { ...envelope, choices: [], usage } satisfies ChatCompletionChunk };
  yield { data: '[DONE]' };
}

function tierOf(body: JsonObject): NonNullable<ChatCompletion['service_tier']> {
  const tiers = ['default', 'flex', 'scale', 'priority', 'fast'] as const;
  return tiers.find(tier => tier === body['service_tier']) ?? 'default';
}

/** Rejects more than the model can read. */
function checkContext(model: string, { prompt_tokens }: CompletionUsage): void {
  const window = findModel(model)?.context_window ?? Number.POSITIVE_INFINITY;
  if (prompt_tokens <= window) return;
  throw new ApiError(
    `This model's maximum context length is ${window} tokens. However, your messages resulted in ${prompt_tokens} tokens. ` +
      'Please reduce the length of the messages.',
    { param: 'messages', code: 'context_length_exceeded' }
  );
}

interface Surroundings {
  files: UploadedFiles;
  stored: StoredChats;
}

export async function answerChat({ body, now }: ApiRequest, { files, stored }: Surroundings): Promise<Answer> {
  const asked = isObject(body) ? body : {};
  checkChat(asked);
  const messages = objectsIn(asked['messages']);
  const attachments = await lookAt(attachmentsIn(messages), textOf(asked['model']), files);
  const question = messages.indexOf(findQuestion(messages));
  const seen = describeAttachments(attachments.filter(({ message }) => message === question));
  const model = textOf(asked['model']);
  const isLegacy = Array.isArray(asked['functions']);
  const choices = Array.from({ length: numberOf(asked['n'], 1) }, (_, index) => makeChoice(asked, index, seen));
  const usage = countUsage(asked, choices);
  checkContext(model, usage);
  const weigh = createLogprobs(asked);
  const envelope = {
    id: newId('chatcmpl-'),
    created: secondsOf(now),
    model,
    service_tier: tierOf(asked),
    system_fingerprint: `fp_${seedFrom(model).toString(16)}`,
  };
  const completion: ChatCompletion = {
    ...envelope,
    object: 'chat.completion',
    choices: choices.map(({ reply, finishReason }, index) => ({
      index,
      message: toMessage(reply, isLegacy),
      logprobs: weigh(reply.kind === 'text' ? reply.text : undefined),
      finish_reason: finishReason,
    })),
    usage,
  };
  if (asked['store'] === true) stored.add(completion, asked);
  if (asked['stream'] === true) {
    const wantsUsage = isObject(asked['stream_options']) && asked['stream_options']['include_usage'] === true;
    const settings = { isLegacy, weigh, usage: wantsUsage ? usage : undefined };
    return { events: streamChoices({ ...envelope, object: 'chat.completion.chunk' }, choices, settings) };
  }
  return { body: completion };
}
