import type { ResponseCreateParamsNonStreaming, ResponseInputItem, Tool } from 'openai/resources/responses/responses';
import {
  functions,
  type GivenFunction,
  type GivenToolChoice,
  inspectFunctions,
  tool_choice,
  toResponseToolChoice,
  toResponseTools,
} from '../functions';
import * as inputs from '../image-inputs';
import { partial_images } from '../image-options';
import { defineOperation } from '../operation';
import * as own from '../respond-options';
import { type Asked, toInput } from '../response-input';
import { type ResponseData, toResponseData } from '../response-result';
import { collectResponse, type StreamedResponse, usagesOf } from '../response-stream';
import * as shared from '../shared-options';
import { formatOf, inspectSchema, type StructuredOptions, toTextFormat } from '../structured-output';
import { addUsages } from '../usage';

type Parameters = ResponseCreateParamsNonStreaming;

interface Options
  extends Asked,
    StructuredOptions,
    Pick<Parameters, 'instructions' | 'previous_response_id' | 'max_output_tokens' | 'temperature' | 'top_p'>,
    Pick<Parameters, 'store' | 'include' | 'metadata' | 'service_tier' | 'safety_identifier'> {
  model: string;
  functions?: GivenFunction[];
  tool_outputs?: { id: string; output: unknown }[];
  tool_choice?: GivenToolChoice;
  image_generation?: boolean;
  image_generation_options?: Partial<Tool.ImageGeneration>;
  partial_images?: number;
  reasoning_effort?: NonNullable<Parameters['reasoning']>['effort'];
  reasoning_summary?: NonNullable<Parameters['reasoning']>['summary'];
  verbosity?: NonNullable<Parameters['text']>['verbosity'];
  prompt_template?: NonNullable<Parameters['prompt']>;
}

export const respond = defineOperation<Options, Parameters, StreamedResponse, ResponseData>({
  summary: 'respond',
  title: 'Respond (Responses API)',
  needs: { endpoints: ['/responses'], default: 'gpt-6-luna' },

  required: [],
  options: {
    prompt: shared.prompt,
    instructions: { ...shared.system_prompt, title: 'Instructions' },
    previous_response_id: own.previous_response_id,
    message_history: shared.message_history,
    images: inputs.seen,
    files: inputs.documents,
    image_generation: own.image_generation,
    image_generation_options: own.image_generation_options,
    image_ids: own.image_ids,
    functions,
    tool_outputs: own.tool_outputs,
    tool_choice,
    response_format: shared.response_format,
    json_schema: shared.json_schema,
    max_output_tokens: own.max_output_tokens,
    temperature: shared.temperature,
    reasoning_effort: shared.reasoning_effort,
    reasoning_summary: own.reasoning_summary,
    verbosity: shared.verbosity,
    top_p: shared.top_p,
    prompt_template: own.prompt_template,
    input: own.input,
    partial_images,
    store: own.store,
    include: own.include,
    metadata: own.metadata,
    service_tier: shared.service_tier,
    safety_identifier: shared.safety_identifier,
  },
  inspect: options => [
    ...own.inspectQuestion(options),
    ...inspectSchema(options),
    ...inspectFunctions(options.functions, options.image_generation ? undefined : options.tool_choice),
  ],
  inspectFiles: ({ images }) => inputs.inspectSeen('images', images),

  buildRequest: ({
    prompt,
    message_history,
    images,
    files,
    image_ids,
    input = [],
    image_generation,
    image_generation_options,
    partial_images: pieces,
    functions: declared = [],
    tool_outputs = [],
    tool_choice: choice,
    response_format,
    json_schema,
    reasoning_effort,
    reasoning_summary,
    verbosity,
    prompt_template,
    ...same
  }) => {
    const tools: Tool[] = [
      ...toResponseTools(declared),
      ...(image_generation
        ? [
            {
              type: 'image_generation' as const,
              ...image_generation_options,
              ...(pieces && { partial_images: pieces }),
            },
          ]
        : []),
    ];
    const effort = reasoning_effort && { effort: reasoning_effort };
    const summary = reasoning_summary && { summary: reasoning_summary };
    const asked = toInput({
      prompt,
      message_history,
      images,
      files,
      image_ids,
      input: [...tool_outputs.map(toOutput), ...input],
    });
    return {
      ...same,
      ...(asked.length > 0 && { input: asked }),
      ...(tools.length > 0 && { tools }),
      ...(choice && { tool_choice: toResponseToolChoice(choice) }),
      ...((effort || summary) && { reasoning: { ...effort, ...summary } }),
      text: { format: toTextFormat({ response_format, json_schema }), ...(verbosity && { verbosity }) },
      ...(prompt_template && { prompt: prompt_template }),
    };
  },

  send: (client, request, { signal }) => client.responses.create(request, { signal }),

  streaming: {
    when: (_, __, { partial_images: pieces }) => (pieces ? 'always' : 'live'),
    open: (client, request, { signal }) =>
      client.responses.create({ ...request, stream: true }, { signal }).asResponse(),
    collect: collectResponse,
  },

  toResult: (response, options, { warn }) => {
    const data = toResponseData(response, formatOf(options) !== 'text');
    if (data.incomplete_reason) warn('max_output_tokens', `The answer is not complete: ${data.incomplete_reason}`);
    return {
      message: data.incomplete_reason ? 'The response is not complete' : 'Response completed successfully',
      data,
      id: response.id,
      model: response.model,
      finish_reason: response.status,
      usage: addUsages(usagesOf(response)),
    };
  },
});

function toOutput({ id, output }: { id: string; output: unknown }): ResponseInputItem {
  return {
    type: 'function_call_output',
    call_id: id,
    output: typeof output === 'string' ? output : JSON.stringify(output),
  };
}
