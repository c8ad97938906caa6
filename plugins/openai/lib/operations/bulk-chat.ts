import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { type BulkData, toBulkOutcome } from '../bulk/bulk-result';
import { type BulkEnd, runMany } from '../bulk/bulk-run';
import { withPacer } from '../bulk/pacer';
import * as own from '../bulk/rows';
import { findFault, inspectTemplate, readTemplate } from '../bulk/template';
import { checkAnswer } from '../failures/answer-check';
import { defineOperation } from '../operation';
import { addExtra } from '../options/extra-parameters';
import type { Option } from '../options/option';
import * as shared from '../options/shared-options';
import { type AnswerOptions, toChatRequest } from '../text/chat-request';
import { checkChoice } from '../text/chat-result';
import { formatOf, inspectSchema } from '../text/structured-output';

interface Options
  extends Omit<AnswerOptions, 'stop_sequence' | 'top_p' | 'frequency_penalty' | 'presence_penalty' | 'seed'> {
  rows: object[];
  concurrency: number;
}

/** The requests for the rows, each built when it is due, so that many rows take no additional memory. */
interface Request {
  count: number;
  concurrency: number;
  model: string;
  ask(index: number): Asked | own.RowError;
}

interface Asked {
  body: ChatCompletionCreateParamsNonStreaming;
  /** The estimate for the token limit: the text at 4 characters a token, or max_tokens if that is more. */
  tokens: number;
  /** The text of the query. */
  content: object;
}

const concurrency: Option = {
  type: 'integer',
  title: 'Concurrency',
  description: '1 to 100 rows at a time; fewer if the rate limits require it.',
  examples: ['10'],
  default: 10,
  minimum: 1,
  maximum: 100,
};

export const bulkChat = defineOperation<Options, Request, BulkEnd<object>, BulkData>({
  summary: 'complete the chats',
  title: 'Bulk chat (one prompt, many rows)',
  needs: { endpoints: ['/chat/completions'], default: 'text' },

  required: ['rows', 'prompt'],
  options: {
    rows: { ...own.rows, maxItems: 50_000 },
    prompt: own.prompt,
    system_prompt: own.system_prompt,
    concurrency,
    output_fields: own.output_fields,
    json_schema: own.json_schema,
    response_format: shared.response_format,
    max_tokens: shared.max_tokens,
    temperature: shared.temperature,
    reasoning_effort: shared.reasoning_effort,
    verbosity: shared.verbosity,
    service_tier: shared.service_tier,
    safety_identifier: shared.safety_identifier,
  },
  checks: {
    inspect: options => [
      ...inspectSchema(options),
      ...inspectTemplate('prompt', options.prompt, options.rows),
      ...inspectTemplate('system_prompt', options.system_prompt, options.rows),
    ],
  },
  billing: {
    requests: function* ({ count, ask }) {
      for (let index = 0; index < count; index += 1) {
        const task = ask(index);
        if ('body' in task) yield { endpoint: '/chat/completions', body: task.body };
      }
    },
  },
  transport: { countRequests: ({ count }) => count },

  buildRequest: ({ rows, prompt, system_prompt = '', concurrency: limit, ...same }, context) => {
    const templates = { prompt: readTemplate(prompt), system_prompt: readTemplate(system_prompt) };
    if (templates.prompt.fields.length + templates.system_prompt.fields.length === 0) {
      context.warn('prompt', 'The prompt contains no field such as [[name]], so every row sends the same request');
    }
    return {
      count: rows.length,
      concurrency: limit,
      model: same.model,
      ask: index => {
        const row = rows[index] ?? {};
        const fault = findFault(templates.prompt, row, false) ?? findFault(templates.system_prompt, row, true);
        if (fault)
          return {
            code: 'invalid_options',
            category: 'invalid_options',
            message: `The request was not sent: ${fault}`,
          };
        const texts = { prompt: templates.prompt.fill(row), system_prompt: templates.system_prompt.fill(row) };
        return {
          body: addExtra(toChatRequest({ ...same, ...texts }, context), context),
          tokens: Math.max(Math.ceil((texts.prompt.length + texts.system_prompt.length) / 4), same.max_tokens ?? 0),
          content: { row, texts, extra: context.extra_parameters },
        };
      },
    };
  },

  send: (client, { count, ask, concurrency: limit, model }, call) => {
    const { baseUrl, apiKey, organizationId, projectId } = call.connection;
    return withPacer(JSON.stringify([baseUrl, apiKey, organizationId, projectId, model]), pacer =>
      runMany(
        count,
        index => {
          const task = ask(index);
          if ('code' in task) return task;
          const send = async (signal: AbortSignal) => {
            const response = await client.chat.completions.create(task.body, { signal }).withResponse();
            const data = checkAnswer<object>(response.data);
            checkChoice(data);
            return { data, response: response.response };
          };
          return { ...task, send };
        },
        limit,
        pacer,
        call
      )
    );
  },

  toResult: (ended, options, { warn }) =>
    toBulkOutcome(ended, options.rows, { isJson: formatOf(options) !== 'text', stops: [] }, warn),
});
