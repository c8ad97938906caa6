import { ApiError } from '../http/api-error';
import { isObject, type JsonObject } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { findModel } from '../models/models';
import { listItems } from '../parameters/paging';
import type { Pace } from '../time/pace';
import { checkStores } from './file-search';
import { includedIn } from './included';
import { makeOutput } from './make-output';
import { checkCalls } from './pending-calls';
import { checkReasoning } from './reasoning';
import { countInputTokens, makeResponseBody } from './response-body';
import { checkResponse } from './rules';
import { startRun } from './run';
import { showBody } from './stream';
import { checkTools } from './tools';
import { readTurn } from './turn';
import type { Memory, StoredResponse, Turn } from './types';

/** How long a background response that is not to be stored can be polled. */
const pollingTimeMs = 10 * 60_000;

async function startResponse(turn: Turn, pace: Pace, { conversations }: Memory): Promise<StoredResponse> {
  const { input, history, request, conversationId } = turn;
  const parts = await makeOutput(turn);
  const body = makeResponseBody(turn, parts);
  const onEnd = () => {
    if (!conversationId) return;
    const output: JsonObject[] = body.output.map(item => ({ ...item }));
    conversations.find(conversationId).items.push(...input, ...output);
  };
  const run = startRun({ body, parts, pace, startedAt: request.now, isStreamed: turn.body['stream'] === true, onEnd });
  return { run, input, history };
}

export async function answerResponse(request: ApiRequest, memory: Memory, pace: Pace): Promise<Answer> {
  const { now } = request;
  const asked = isObject(request.body) ? request.body : {};
  checkResponse(asked);
  checkReasoning(asked, request);
  checkTools(asked);
  checkStores(asked, memory.stores, now);
  const turn = readTurn(request, memory);
  checkCalls(turn);
  checkContext(turn);
  const response = await startResponse(turn, pace, memory);
  const { run } = response;
  const isStored = asked['store'] !== false;
  const isBackground = asked['background'] === true;
  if (isStored) memory.responses.add(response);
  else if (isBackground) memory.responses.add({ ...response, expiresAt: new Date(now.getTime() + pollingTimeMs) });
  const include = includedIn(asked['include']);
  return asked['stream'] === true ? { events: run.tell(-1, now, include) } : { body: showBody(run.show(now), include) };
}

/** Rejects more than the model can read, unless the request lets it forget the beginning. */
function checkContext(turn: Turn): void {
  const window = findModel(turn.model)?.context_window ?? Number.POSITIVE_INFINITY;
  if (turn.body['truncation'] === 'auto' || countInputTokens(turn) <= window) return;
  throw new ApiError('Your input exceeds the context window of this model. Please adjust your input and try again.', {
    param: 'input',
    code: 'context_length_exceeded',
  });
}

function findResponse({ path, now }: ApiRequest, { responses }: Memory): StoredResponse {
  return responses.find(decodeURIComponent(path.split('/')[3] ?? ''), now);
}

export function retrieveResponse(request: ApiRequest, memory: Memory): Answer {
  const { now, query } = request;
  const { run } = findResponse(request, memory);
  const include = includedIn(query);
  if (query.get('stream') !== 'true') return { body: run.retrieve(now, include) };
  if (!run.isStreamed) {
    throw new ApiError(
      'This response cannot be streamed: it was not created with `background=true` and `stream=true`.',
      { param: 'stream' }
    );
  }
  return { events: run.tell(Number(query.get('starting_after') ?? -1), now, include) };
}

export function cancelResponse(request: ApiRequest, memory: Memory): Answer {
  return { body: showBody(findResponse(request, memory).run.cancel(request.now), []) };
}

export function deleteResponse(request: ApiRequest, memory: Memory): Answer {
  const { id } = findResponse(request, memory).run;
  memory.responses.remove(id, request.now);
  return { body: { id, object: 'response', deleted: true } };
}

export function listInputItems(request: ApiRequest, memory: Memory): Answer {
  return listItems(findResponse(request, memory).input, request.query);
}
