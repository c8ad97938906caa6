import { defineOperation } from '../operation';
import * as own from '../responses/respond-options';
import { type ResponseData, toStoredResponse } from '../responses/response-result';

interface Options {
  response_id: string;
}

export const cancelResponse = defineOperation<Options, Options, object, ResponseData>({
  summary: 'cancel the response',
  title: 'Cancel response',

  required: ['response_id'],
  options: { response_id: own.response_id },
  transport: {
    errorIsData: true,
    noExtraParameters: true,
  },

  buildRequest: options => options,

  send: (client, { response_id }, { signal }) => client.responses.cancel(response_id, { signal }),

  toResult: (response, _, { warn }) => toStoredResponse(response, warn),
});
