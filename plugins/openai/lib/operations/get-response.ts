import type { ResponseIncludable } from 'openai/resources/responses/responses';
import { type SaveTo, save_to } from '../files/save-to';
import { defineOperation } from '../operation';
import * as timed from '../responses/answer-within';
import { fetch_files, splitFiles, withContainerFiles } from '../responses/container-files';
import * as own from '../responses/respond-options';
import { retrieveResponse } from '../responses/response-calls';
import { type ResponseData, toStoredResponse } from '../responses/response-result';
import { collectResponse } from '../responses/response-stream';
import * as stored from '../stored/stored-options';
import { MAX_IMAGE_RESPONSE_BYTES } from '../transport/http-response';

interface Options {
  response_id: string;
  include?: ResponseIncludable[];
  starting_after?: number;
  wait_seconds?: number;
  fetch_files?: boolean;
  save_to?: SaveTo;
}

/** Without it, the response is returned as it is. */
const { default: _default, ...wait_seconds } = stored.wait_seconds;

export const getResponse = defineOperation<Options, Options, object, ResponseData>({
  summary: 'get the response',
  title: 'Get response',

  required: ['response_id'],
  options: {
    response_id: own.response_id,
    wait_seconds,
    include: own.include,
    starting_after: own.starting_after,
    fetch_files,
    save_to,
  },
  transport: { maxResponseBytes: MAX_IMAGE_RESPONSE_BYTES, errorIsData: true },

  buildRequest: options => options,

  // Only a stream can be resumed.
  send: async (client, { response_id, starting_after: _, fetch_files: __, wait_seconds: seconds, ...query }, call) => {
    if (seconds === undefined) return retrieveResponse(client, response_id, query, call.signal);
    const waited = await timed.waitForResponse(client, response_id, query, seconds, call);
    if (waited.error !== undefined && !waited.last) throw waited.error;
    return timed.markWaited(waited);
  },

  streaming: {
    when: (_, __, { starting_after }) => (starting_after === undefined ? 'never' : 'live'),
    open: (client, { response_id, fetch_files: _, wait_seconds: __, ...query }, { signal }) =>
      client.responses.retrieve(response_id, { ...query, stream: true }, { signal }).asResponse(),
    collect: collectResponse,
  },

  complete: async (client, response, { fetch_files: isWanted }, call) =>
    isWanted ? withContainerFiles(client, response, call) : response,

  toResult: (answer, _, { warn }) => {
    const { files, raw } = splitFiles(answer, warn);
    const outcome = toStoredResponse(raw, warn);
    return { ...outcome, data: { ...outcome.data, ...(files && { files }) }, raw };
  },
});
