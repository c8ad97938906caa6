import type { Response as ModelResponse, ResponseIncludable } from 'openai/resources/responses/responses';
import { defineOperation } from '../operation';
import * as own from '../respond-options';
import { describeResponse, type ResponseData, toResponseData } from '../response-result';

interface Options {
  response_id: string;
  include?: ResponseIncludable[];
}

export const getResponse = defineOperation<Options, Options, ModelResponse, ResponseData>({
  summary: 'get the response',
  title: 'Get response',
  errorIsData: true,

  required: ['response_id'],
  options: { response_id: own.response_id, include: own.include },

  buildRequest: options => options,

  send: (client, { response_id, ...query }, { signal }) => client.responses.retrieve(response_id, query, { signal }),

  toResult: response => ({
    message: `The response is ${response.status}`,
    data: toResponseData(response, response.text?.format?.type?.startsWith('json') ?? false),
    ...describeResponse(response),
  }),
});
