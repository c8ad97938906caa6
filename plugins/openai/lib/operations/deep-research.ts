import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { defineActions, defineOperation } from '../operation';
import * as shared from '../options/shared-options';
import * as own from '../research/research-options';
import { type ResearchData, toResearch } from '../research/research-result';
import * as timed from '../responses/answer-within';
import * as hosted from '../responses/hosted-tools';
import { background_options, max_tool_calls, reasoning_summary } from '../responses/respond-options';
import { retrieveResponse } from '../responses/response-calls';
import { wait_seconds } from '../stored/stored-options';
import type { Waited } from '../transport/poll';

type Parameters = ResponseCreateParamsNonStreaming & timed.Timed;

interface Question
  extends own.Sources,
    timed.Timed,
    Pick<Parameters, 'instructions' | 'max_tool_calls' | 'background_options'> {
  model: string;
  prompt: string;
  reasoning_effort?: NonNullable<Parameters['reasoning']>['effort'];
  reasoning_summary?: NonNullable<Parameters['reasoning']>['summary'];
}

const start = defineOperation<Question, Parameters, object, ResearchData>({
  summary: 'start the research',
  title: 'Start',
  needs: { endpoints: ['/responses'], research: true, default: 'research' },

  required: ['prompt'],
  options: {
    prompt: own.prompt,
    instructions: { ...shared.system_prompt, title: 'Instructions' },
    use_web_search: own.use_web_search,
    use_code_interpreter: own.use_code_interpreter,
    vector_store_ids: own.vector_store_ids,
    mcp_servers: own.mcp_servers,
    max_tool_calls,
    reasoning_effort: shared.reasoning_effort,
    reasoning_summary,
    answer_within: timed.answer_within,
    background_options,
  },
  checks: { inspect: own.inspectSources },

  buildRequest: (options, { model, warn }) => {
    own.warnOfSources(options, model, warn);
    const { prompt, instructions, max_tool_calls, reasoning_effort: effort, reasoning_summary: summary } = options;
    return {
      model: options.model,
      input: prompt,
      ...(instructions && { instructions }),
      tools: hosted.toHostedTools(own.toHosted(options), model),
      ...(max_tool_calls !== undefined && { max_tool_calls }),
      ...((effort || summary) && { reasoning: { ...(effort && { effort }), ...(summary && { summary }) } }),
      background: true,
      ...(options.answer_within && { answer_within: options.answer_within }),
      ...(options.background_options && { background_options: options.background_options }),
    };
  },

  send: timed.createWithin,

  toResult: (response, _, { warn }) => toResearch(response, warn, timed.readWaited(response, warn)),
});

interface Begun {
  response_id: string;
}

const retrieve = defineOperation<Begun, Begun, object, ResearchData>({
  summary: 'get the research',
  title: 'Retrieve',

  required: ['response_id'],
  options: { response_id: own.response_id },
  transport: { errorIsData: true },

  buildRequest: options => options,

  send: (client, { response_id: id, ...query }, { signal }) => retrieveResponse(client, id, query, signal),

  toResult: (response, _, { warn }) => toResearch(response, warn),
});

interface Patience extends Begun {
  wait_seconds: number;
}

interface Looking extends Patience {
  query: object;
}

const wait = defineOperation<Patience, Looking, Waited<object>, ResearchData>({
  summary: 'wait for the research',
  title: 'Wait until it is done',

  required: ['response_id'],
  options: { response_id: own.response_id, wait_seconds },
  transport: { countRequests: () => 1 },

  buildRequest: (options, { extra_parameters: query }) => ({ ...options, query }),

  send: async (client, request, call) => {
    const { response_id: id, query, wait_seconds: seconds } = request;
    const waited = await timed.waitForResponse(client, id, query, seconds, call);
    if (waited.error !== undefined && !waited.last) throw waited.error;
    return waited;
  },

  toResult: ({ last, next_poll_ms, trouble }, { response_id: id }, { warn }) => {
    if (trouble) warn('response_id', `The last status request failed: ${trouble}`);
    if (last) return { ...toResearch(last, warn, next_poll_ms), raw: last };
    const data = { id, status: 'unknown', done: false, steps: [], next_poll_ms };
    return { message: 'The status of the research is not known yet', data, id };
  },
});

const cancel = defineOperation<Begun, Begun, object, ResearchData>({
  summary: 'cancel the research',
  title: 'Cancel',

  required: ['response_id'],
  options: { response_id: own.response_id },
  transport: {
    noExtraParameters: true,
    errorIsData: true,
  },

  buildRequest: options => options,

  send: (client, request, { signal }) => client.responses.cancel(request.response_id, { signal }),

  toResult: (response, _, { warn }) => toResearch(response, warn),
});

export const deepResearch = defineActions({
  title: 'Deep research',
  chosenBy: 'research_action',
  actions: { start, retrieve, wait, cancel },
});
