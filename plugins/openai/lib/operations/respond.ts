import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { fillVariables, inspectVariables } from '../bulk/variables';
import type { ResolvedModel } from '../catalogue/models';
import { type SaveTo, save_to } from '../files/save-to';
import * as inputs from '../images/image-inputs';
import { partial_images } from '../images/image-options';
import { defineOperation } from '../operation';
import { type FallbackOptions, fallback_models } from '../options/fallback-models';
import type { Problem } from '../options/option';
import * as shared from '../options/shared-options';
import * as timed from '../responses/answer-within';
import { fetch_files, splitFiles, withContainerFiles } from '../responses/container-files';
import type { HostedTools } from '../responses/hosted-tools';
import * as hosted from '../responses/hosted-tools';
import { inspectImageTool, warnOfMainline } from '../responses/image-tool';
import { count_tokens, countInputTokens } from '../responses/input-tokens';
import { readResponse } from '../responses/model-response';
import * as own from '../responses/respond-options';
import { type InputOptions, toInput } from '../responses/response-input';
import { billResponse, responseRepair } from '../responses/response-repair';
import {
  describeNeeds,
  describeResponse,
  failIfFailed,
  type ResponseData,
  toResponseData,
} from '../responses/response-result';
import { collectResponse } from '../responses/response-stream';
import { inspectOutputs, type ToolOutput, toOutputItem, tool_outputs } from '../responses/tool-outputs';
import {
  type FunctionOption,
  functions,
  inspectFunctions,
  type ToolChoiceOption,
  tool_choice,
  toResponseToolChoice,
  toResponseTools,
} from '../text/functions';
import { output_fields } from '../text/output-fields';
import * as repairs from '../text/repair';
import { readingOf } from '../text/schema-check';
import { inspectSchema, type StructuredOptions, toTextFormat } from '../text/structured-output';
import { describeStatus } from '../transport/describe-status';
import { MAX_IMAGE_RESPONSE_BYTES } from '../transport/http-response';

type Parameters = ResponseCreateParamsNonStreaming & timed.Timed;

interface Options
  extends InputOptions,
    StructuredOptions,
    repairs.RepairOptions,
    FallbackOptions,
    timed.Timed,
    Pick<Parameters, 'instructions' | 'previous_response_id' | 'max_output_tokens' | 'temperature' | 'top_p'>,
    HostedTools,
    Pick<Parameters, 'background' | 'background_options' | 'max_tool_calls' | 'parallel_tool_calls' | 'truncation'>,
    Pick<Parameters, 'store' | 'include' | 'metadata' | 'service_tier' | 'safety_identifier'> {
  model: string;
  save_to?: SaveTo;
  conversation_id?: string;
  functions?: FunctionOption[];
  tool_outputs?: ToolOutput[];
  tool_choice?: ToolChoiceOption;
  reasoning_effort?: NonNullable<Parameters['reasoning']>['effort'];
  reasoning_summary?: NonNullable<Parameters['reasoning']>['summary'];
  verbosity?: NonNullable<Parameters['text']>['verbosity'];
  prompt_template?: NonNullable<Parameters['prompt']>;
  variables?: object;
  fetch_files?: boolean;
  count_tokens?: boolean;
}

export const respond = defineOperation<Options, Parameters, object, ResponseData>({
  summary: 'respond',
  title: 'Respond (Responses API)',
  needs: { endpoints: ['/responses'], default: 'text' },

  required: [],
  options: {
    prompt: shared.prompt,
    instructions: { ...shared.system_prompt, title: 'Instructions' },
    previous_response_id: own.previous_response_id,
    message_history: shared.message_history,
    images: inputs.visionImages,
    files: inputs.readableFiles,
    web_search: hosted.web_search,
    web_search_options: hosted.web_search_options,
    file_search_vector_store_ids: hosted.file_search_vector_store_ids,
    file_search_options: hosted.file_search_options,
    code_interpreter: hosted.code_interpreter,
    code_interpreter_options: hosted.code_interpreter_options,
    fetch_files,
    image_generation: hosted.image_generation,
    image_generation_options: hosted.image_generation_options,
    image_ids: own.image_ids,
    mcp_servers: hosted.mcp_servers,
    computer_use: hosted.computer_use,
    computer_use_options: hosted.computer_use_options,
    functions,
    tool_outputs,
    tool_choice: {
      ...tool_choice,
      description:
        'auto, none, required, the name of a function, the type of a tool such as image_generation, or JSON.',
    },
    output_fields,
    response_format: shared.response_format,
    json_schema: shared.json_schema,
    repair: repairs.repair,
    max_output_tokens: own.max_output_tokens,
    temperature: shared.temperature,
    reasoning_effort: shared.reasoning_effort,
    reasoning_summary: own.reasoning_summary,
    verbosity: shared.verbosity,
    top_p: shared.top_p,
    prompt_template: own.prompt_template,
    variables: own.variables,
    answer_within: timed.answer_within,
    background: own.background,
    background_options: own.background_options,
    conversation_id: own.conversation_id,
    max_tool_calls: own.max_tool_calls,
    parallel_tool_calls: own.parallel_tool_calls,
    tools: hosted.tools,
    input: own.input,
    partial_images,
    store: own.store,
    include: own.include,
    truncation: own.truncation,
    fallback_models,
    metadata: own.metadata,
    service_tier: shared.service_tier,
    safety_identifier: shared.safety_identifier,
    save_to,
    count_tokens,
  },
  checks: {
    inspect: (options, model) => [
      ...own.inspectInput(options),
      ...own.inspectPrevious(options),
      ...own.inspectBackground(options),
      ...inspectVariables(options),
      ...inspectSchema(options),
      ...timed.inspectTimed(options),
      ...hosted.inspectTools(options, model),
      ...inspectImageTool(options),
      ...inspectOutputs(options.tool_outputs),
      ...inspectChoice(options, model),
    ],
    inspectFiles: ({ images }, model) => inputs.inspectVisionImages('images', images, model),
  },
  form: {
    beside: {
      web_search: ['web_search_options'],
      code_interpreter: ['code_interpreter_options', 'fetch_files'],
      image_generation: ['image_generation_options', 'image_ids', 'partial_images'],
      computer_use: ['computer_use_options'],
    },
  },

  buildRequest: (given, { model, warn }) => {
    const options = fillVariables(given);
    own.warnOfTemplate(options, warn);
    hosted.warnOfUnused(options, warn);
    warnOfMainline(options, model, warn);
    repairs.warnOfRepair(options, warn);
    if (options.repair && options.answer_within)
      warn('repair', 'An answer that answer_within waits for is not sent back');
    const { functions: declared = [], tool_outputs: outputs = [], tool_choice: choice, conversation_id } = options;
    const { reasoning_effort: effort, reasoning_summary: summary, verbosity, prompt_template, input = [] } = options;
    const inputItems = toInput({ ...options, input: [...outputs.map(toOutputItem), ...input] });
    const tools = [...toResponseTools(declared), ...hosted.toHostedTools(options, model)];
    return {
      ...(options.answer_within && { answer_within: options.answer_within }),
      ...own.pickParameters(options, tools.length > 0),
      ...(inputItems.length > 0 && { input: inputItems }),
      ...(tools.length > 0 && { tools }),
      ...(choice && { tool_choice: toResponseToolChoice(choice, tools) }),
      ...((effort || summary) && { reasoning: { ...(effort && { effort }), ...(summary && { summary }) } }),
      text: { format: toTextFormat(options), ...(verbosity && { verbosity }) },
      ...(prompt_template && { prompt: prompt_template }),
      ...(conversation_id && { conversation: conversation_id }),
    };
  },

  send: timed.createWithin,

  complete: async (client, response, { fetch_files }, call) =>
    fetch_files ? withContainerFiles(client, response, call) : response,

  // A response that failed has an error of its own, beside what came of it.
  transport: { maxResponseBytes: MAX_IMAGE_RESPONSE_BYTES, errorIsData: true, countTokens: countInputTokens },
  billing: { response: billResponse },
  repair: responseRepair,
  streaming: {
    when: (_, __, { partial_images: pieces, background, answer_within }) =>
      answer_within ? 'never' : pieces && !background ? 'always' : 'live',
    open: (client, request, { signal }) =>
      client.responses.create({ ...request, stream: true }, { signal }).asResponse(),
    collect: collectResponse,
  },

  toResult: (body, options, { warn }) => {
    const { files, raw } = splitFiles(body, warn);
    const response = readResponse(raw, warn);
    const data = {
      ...toResponseData(response, readingOf(options, warn), warn),
      ...(files && { files }),
      ...(options.answer_within && timed.describeWait(response.status, timed.readWaited(body, warn))),
    };
    failIfFailed(data);
    const { incomplete_reason: why } = data;
    if (why) warn(why === 'content_filter' ? 'prompt' : why, `The answer is incomplete: ${why}`);
    return {
      message: describeNeeds(data) ?? describeEnd(data.status),
      data,
      raw,
      ...describeResponse({
        ...response,
        background_options: options.background_options ?? response.background_options,
      }),
    };
  },
});

const describeEnd = (status: string): string =>
  status === 'completed' ? 'Response completed successfully' : describeStatus('response', status);

/** A prompt stored at OpenAI may include tools. */
function inspectChoice(options: Partial<Options>, model: ResolvedModel): Problem[] {
  const choice = options.prompt_template ? undefined : options.tool_choice;
  return inspectFunctions(options.functions, choice, hosted.toHostedTools(options, model));
}
