import type { Completion, CompletionChoice } from 'openai/resources/completions';
import { logprobsOf } from '../answers/logprobs';
import { readSampling } from '../answers/sampling';
import { continueText } from '../answers/text';
import { countTokens, finishText, splitForStream } from '../answers/tokens';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textOf, textsIn } from '../http/json';
import { type Answer, type ApiRequest, newId, type ServerEvent, secondsOf } from '../http/messages';

const defaultMaxTokens = 16;

/** As this endpoint says how likely each token was. */
function toLogprobs(text: string, top: number): NonNullable<CompletionChoice['logprobs']> {
  const tokens = logprobsOf(text, top);
  let offset = 0;
  const text_offset = tokens.map(({ token }) => {
    offset += token.length;
    return offset - token.length;
  });
  return {
    tokens: tokens.map(({ token }) => token),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: tokens.map(({ top_logprobs }) =>
      Object.fromEntries(top_logprobs.map(({ token, logprob }) => [token, logprob]))
    ),
    text_offset,
  };
}

function makeChoices(body: JsonObject, prompts: string[]): CompletionChoice[] {
  const limits = { stop: textsIn(body['stop']), maxTokens: numberOf(body['max_tokens'], defaultMaxTokens) };
  const count = numberOf(body['n'], 1);
  const sampling = readSampling(body);
  return prompts.flatMap((prompt, place) =>
    Array.from({ length: count }, (_, variant) => {
      const continued = continueText(prompt, textOf(body['suffix']), variant, sampling);
      const { text, finishReason } = finishText(continued, limits);
      const said = body['echo'] === true ? prompt + text : text;
      return {
        index: place * count + variant,
        text: said,
        logprobs: typeof body['logprobs'] === 'number' ? toLogprobs(said, body['logprobs']) : null,
        finish_reason: finishReason,
      };
    })
  );
}

/** How many times as much is written as is shown: of `best_of` texts, the first `n` are the best. */
function countGenerated(body: JsonObject): number {
  const count = numberOf(body['n'], 1);
  const best = numberOf(body['best_of'], count);
  if (best >= count) return best / count;
  throw new ApiError(
    "You requested that the server return more choices than it will generate (HINT: you must set 'n' " +
      `(currently ${count}) to be at most 'best_of' (currently ${best}), or omit either parameter if you don't specifically want to use them).`
  );
}

type Envelope = Omit<Completion, 'choices' | 'usage'>;

function* streamCompletion(
  envelope: Envelope,
  choices: CompletionChoice[],
  usage: Completion['usage']
): Iterable<ServerEvent> {
  for (const { index, text, logprobs: whole, finish_reason } of choices) {
    for (const piece of splitForStream(text)) {
      const logprobs = whole ? toLogprobs(piece, Object.keys(whole.top_logprobs?.[0] ?? {}).length) : null;
      yield { data: { ...envelope, choices: [{ index, text: piece, logprobs, finish_reason: null }] } };
    }
    yield { data: { ...envelope, choices: [{ index, text: '', logprobs: null, finish_reason }] } };
  }
  if (usage) yield { data: { ...envelope, choices: [], usage } };
  yield { data: '[DONE]' };
}

export function answerCompletion({ body, now }: ApiRequest): Answer {
  const asked = isObject(body) ? body : {};
  const prompts = textsIn(asked['prompt'] ?? '<|endoftext|>');
  const choices = makeChoices(asked, prompts);
  const prompt_tokens = prompts.reduce((sum, prompt) => sum + countTokens(prompt), 0);
  const generated = countGenerated(asked);
  const completion_tokens = generated * choices.reduce((sum, { text }) => sum + countTokens(text), 0);
  const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  const envelope: Envelope = {
    id: newId('cmpl-'),
    object: 'text_completion',
    created: secondsOf(now),
    model: textOf(asked['model']),
  };
  if (asked['stream'] === true) {
    const wantsUsage = isObject(asked['stream_options']) && asked['stream_options']['include_usage'] === true;
    return { events: streamCompletion(envelope, choices, wantsUsage ? usage : undefined) };
  }
  return { body: { ...envelope, choices, usage } satisfies Completion };
}
