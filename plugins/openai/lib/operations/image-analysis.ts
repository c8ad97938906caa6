import type {
  ChatCompletionContentPartImage,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions';
import * as inputs from '../images/image-inputs';
import { defineOperation } from '../operation';
import { type FallbackOptions, fallback_models } from '../options/fallback-models';
import { openList } from '../options/open-lists';
import * as shared from '../options/shared-options';
import { billChat, describeChat, readChat, warnOfEnd } from '../text/chat-result';
import { collectChat, openChat } from '../text/chat-stream';
import { toImageParts } from '../text/content-parts';
import { output_fields } from '../text/output-fields';
import * as repairs from '../text/repair';
import { readingOf } from '../text/schema-check';
import { inspectSchema, type StructuredOptions, toResponseFormat } from '../text/structured-output';
import type { LoadedFile } from '../types/file';

type Parameters = ChatCompletionCreateParamsNonStreaming;

interface Options extends Pick<Parameters, 'temperature'>, StructuredOptions, repairs.RepairOptions, FallbackOptions {
  model: string;
  prompt: string;
  image: LoadedFile[];
  detail?: ChatCompletionContentPartImage.ImageURL['detail'];
  system_prompt?: string;
  max_tokens?: number;
}

interface Data {
  text: string;
  parsed?: unknown;
  refusal?: string;
}

export const imageAnalysis = defineOperation<Options, Parameters, object, Data>({
  summary: 'analyze the image',
  title: 'Analyze image',
  needs: { endpoints: ['/chat/completions'], vision: true, default: 'vision' },

  required: ['prompt', 'image'],
  options: {
    image: { ...inputs.visionImages, title: 'Image' },
    prompt: { ...shared.prompt, description: 'What to find out.', examples: ['What is the total of this receipt?'] },
    detail: {
      type: 'string',
      title: 'Detail',
      description: 'low is fast and cheap; high can read small print.',
      ...openList('auto', 'low', 'high', 'original'),
    },
    system_prompt: shared.system_prompt,
    max_tokens: shared.max_tokens,
    temperature: shared.temperature,
    output_fields,
    response_format: shared.response_format,
    json_schema: shared.json_schema,
    repair: repairs.repair,
    fallback_models,
  },
  checks: {
    inspect: inspectSchema,
    inspectFiles: ({ image }, model) => inputs.inspectVisionImages('image', image, model),
  },

  buildRequest: (options, { model: chosen, warn }) => {
    repairs.warnOfRepair(options, warn);
    const { model, prompt, image, detail, system_prompt, max_tokens, temperature } = options;
    return {
      model,
      ...(temperature !== undefined && { temperature }),
      ...(max_tokens && { [chosen.family?.sends?.['max_tokens'] ?? 'max_tokens']: max_tokens }),
      ...toResponseFormat(options),
      messages: [
        ...(system_prompt ? [{ role: 'system' as const, content: system_prompt }] : []),
        { role: 'user', content: [{ type: 'text', text: prompt }, ...toImageParts(image, detail)] },
      ],
    };
  },

  send: (client, request, { signal }) => client.chat.completions.create(request, { signal }),

  billing: { response: billChat },
  repair: repairs.chatRepair,
  streaming: {
    when: () => 'live',
    open: openChat,
    collect: (_, __, { warn }) => collectChat([], warn),
  },

  toResult: (response, options, { warn }) => {
    const answer = readChat(response, { ...readingOf(options, warn), stops: [], warn });
    const [first] = answer.choices;
    warnOfEnd(first, warn);
    const { text, parsed, refusal } = first;
    return {
      message: 'Image analyzed successfully',
      data: { text, ...(parsed !== undefined && { parsed }), ...(refusal && { refusal }) },
      ...describeChat(answer),
    };
  },
});
