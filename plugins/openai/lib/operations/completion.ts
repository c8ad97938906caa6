import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsNonStreaming } from 'openai/resources/completions';
import { defineOperation } from '../operation';
import { type FallbackOptions, fallback_models } from '../options/fallback-models';
import * as shared from '../options/shared-options';
import { readCompletion } from '../text/chat-completion';
import { billChat, type Choice, describeChat, readChat, warnOfEnd } from '../text/chat-result';
import { toStops } from '../text/stop-sequence';
import { describeSuffix } from '../text/suffix';

interface Options
  extends Pick<
      CompletionCreateParamsNonStreaming,
      'temperature' | 'top_p' | 'frequency_penalty' | 'presence_penalty' | 'n'
    >,
    FallbackOptions {
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
  finish_reason?: string;
}

interface Data {
  text: string;
  choices?: Continuation[];
}

type Request = CompletionCreateParamsNonStreaming | ChatCompletionCreateParamsNonStreaming;

const CONTINUE =
  "Continue the user's text from exactly where it ends. Answer with the continuation alone: do not repeat the text, " +
  'greet, comment or add quotation marks.';

export const completion = defineOperation<Options, Request, object, Data>({
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
    fallback_models,
  },
  emulates: { stop_sequence: 'the plugin cuts the text at the first stop sequence instead' },

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

  billing: { response: billChat },

  toResult: (response, { prompt, echo, stop_sequence }, { unsupported, warn }) => {
    const stops = unsupported.has('stop_sequence') ? toStops(stop_sequence) : [];
    const answer = readChat(response, { isJson: false, stops, warn });
    // The legacy endpoint echoes by itself; a chat model's answer is put behind the prompt here.
    const before = echo && isChat(response) ? prompt : '';
    const [first, ...others] = answer.choices;
    warnOfEnd(first, warn);
    const toContinuation = ({ text, refusal, finish_reason }: Choice): Continuation => ({
      text: before + (refusal ?? text),
      ...(finish_reason && { finish_reason }),
    });
    const { text } = toContinuation(first);
    return {
      message: 'Text completed successfully',
      data: { text, ...(others.length > 0 && { choices: [first, ...others].map(toContinuation) }) },
      ...describeChat(answer),
    };
  },

  compatibility: { toClassic: ({ data: { text } }) => text },
});

/** Detected by content, since compatible servers may omit the type of the object. */
function isChat(response: object): boolean {
  return (readCompletion(response).choices ?? []).some(({ text }) => text === undefined);
}
