import type { ResponseCreateParamsNonStreaming, ResponseInput } from 'openai/resources/responses/responses';
import type { Billed } from '../operation';
import { countRepairs, writeFault } from '../text/repair';
import type { StructuredOptions } from '../text/structured-output';
import type { Timed } from './answer-within';
import { readResponse } from './model-response';
import { describeResponse } from './response-result';

interface Rejected {
  request: ResponseCreateParamsNonStreaming;
  options: StructuredOptions;
  text: string;
  fault: string;
  response?: object;
}

/** How the answer of a response is sent back. Tools are not called once more, so what they made must be in the answer. */
export const responseRepair = {
  // An answer that may come later is not sent back.
  count: (options: StructuredOptions & Timed): number => (options.answer_within ? 0 : countRepairs(options)),
  follow: ({ request, options, text, fault, response }: Rejected): ResponseCreateParamsNonStreaming | undefined => {
    if (response && readResponse(response).output.some(({ type }) => type === 'image_generation_call'))
      return undefined;
    const { input = [], conversation, tools } = request;
    const asked: ResponseInput = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
    const correction: ResponseInput = [{ role: 'user', content: writeFault(options, fault) }];
    return {
      ...request,
      // A conversation holds the question and the answer already.
      input: conversation ? correction : [...asked, { role: 'assistant', content: text }, ...correction],
      ...(tools && { tool_choice: 'none' }),
    };
  },
};

/** What a response is billed for, whatever it says. */
export const billResponse = (response: object): Billed => describeResponse(readResponse(response));
