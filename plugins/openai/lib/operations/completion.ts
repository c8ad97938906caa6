import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { Completion, CompletionCreateParamsNonStreaming } from 'openai/resources/completions';
import { readUsage } from '../cost/usage';
import { UnusableAnswer } from '../failures/failure';
import { defineOperation } from '../operation';
import * as shared from '../options/shared-options';
import { type Choice, readChoices } from '../text/chat-result';
import { toStops } from '../text/stop-sequence';
import { describeSuffix } from '../text/suffix';

interface Options
  extends Pick<
    CompletionCreateParamsNonStreaming,
    'temperature' | 'top_p' | 'frequency_penalty' | 'presence_penalty' | 'n'
  > {
  model: string;
  prompt: string;
  max_tokens?: number;
  stop_sequence?: string | string[];
  suffix?: string;
  echo?: boolean;
}

/** One completion. */
interface Continuation {
  text: string;
  finish_reason: string;
}

interface Data {
  text: string;
  choices?: Continuation[];
}

type Request = CompletionCreateParamsNonStreaming | ChatCompletionCreateParamsNonStreaming;

const CONTINUE =
  "Continue the user's text from exactly where it ends. Answer with the continuation alone: do not repeat the text, " +
  'greet, comment or add quotation marks.';

export const completion = defineOperation<Options, Request, Completion | ChatCompletion, Data>({
  summary: 'complete the text',
  title: 'Completion',
  needs: { endpoints: ['/completions', '/chat/completions'], default: 'text' },

  required: ['prompt'],
  options: {
    prompt: { ...shared.prompt, description: 'The text to continue.', examples: ['The benefits of low code are'] },
    max_tokens: shared.max_tokens,
    temperature: shared.temperature,
    stop_sequence: shared.stop_sequence,
    suffix: shared.suffix,
    echo: {
      type: 'boolean',
      title: 'Echo',
      description: 'Returns the prompt in front of the completion.',
    },
    n: shared.n,
    top_p: shared.top_p,
    frequency_penalty: shared.frequency_penalty,
    presence_penalty: shared.presence_penalty,
  },
  emulates: { stop_sequence: 'the text is cut at the first stop sequence after it has come' },

  // Chat models are instructed to continue the text; the result has the same shape either way.
  buildRequest: ({ prompt, max_tokens, stop_sequence, suffix, echo, ...same }, { model: { family }, unsupported }) => {
    const stop = stop_sequence && !unsupported.has('stop_sequence') && { stop: toStops(stop_sequence) };
    if (family?.endpoints.includes('/completions')) {
      return {
        ...same,
        prompt,
        ...(max_tokens && { max_tokens }),
        ...stop,
        ...(suffix && { suffix }),
        ...(echo && { echo }),
      };
    }
    return {
      ...same,
      ...(max_tokens && { [family?.sends?.['max_tokens'] ?? 'max_tokens']: max_tokens }),
      ...stop,
      messages: [
        { role: 'system', content: suffix ? `${CONTINUE}\n${describeSuffix(suffix)}` : CONTINUE },
        { role: 'user', content: prompt },
      ],
    };
  },

  send: (client, request, { signal }) =>
    'messages' in request
      ? client.chat.completions.create(request, { signal })
      : client.completions.create(request, { signal }),

  toResult: (response, { prompt, echo, stop_sequence }, { unsupported, warn }) => {
    const stops = unsupported.has('stop_sequence') ? toStops(stop_sequence) : [];
    const choices = readContinuations(response, stops, echo ? prompt : '');
    const [first] = choices;
    if (first.finish_reason === 'length') warn('max_tokens', 'The text was cut off at the token limit');
    return {
      message: 'Text completed successfully',
      data: { text: first.text, ...(choices.length > 1 && { choices }) },
      id: response.id,
      model: response.model,
      finish_reason: first.finish_reason,
      usage: readUsage(response.usage),
      charges: [
        { usage: readUsage(response.usage), service_tier: isChat(response) ? response.service_tier : undefined },
      ],
    };
  },

  compatibility: { toClassic: ({ data: { text } }) => text },
});

/** Detected by content, since compatible servers may omit the type of the object. */
function isChat(response: Completion | ChatCompletion): response is ChatCompletion {
  return response.choices.some(choice => 'message' in choice);
}

/** The legacy endpoint supports echo; for chat models the prompt is added here. */
function readContinuations(
  response: Completion | ChatCompletion,
  stops: string[],
  echoed: string
): [Continuation, ...Continuation[]] {
  if (isChat(response)) {
    const [first, ...others] = readChoices(response, { isJson: false, stops });
    const echo = ({ text, refusal, finish_reason }: Choice) => ({ text: echoed + (refusal ?? text), finish_reason });
    return [echo(first), ...others.map(echo)];
  }
  const [first, ...others] = response.choices.map(({ text, finish_reason }) => ({ text, finish_reason }));
  if (!first) throw new UnusableAnswer('unexpected_answer', 'The response has no choices');
  return [first, ...others];
}
