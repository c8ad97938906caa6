import type { Answer, ApiRequest } from '../http';
import { isObject, type JsonObject } from '../json';
import type { UploadedFiles } from '../uploaded-files';
import { makeMessage } from './message';
import type { OutputPart, ToolOutcome } from './output';
import { makeResponseBody } from './response-body';
import { checkResponse } from './rules';
import { speak } from './speech';
import type { ResponseStore } from './store';
import { streamResponse } from './stream';
import { checkTools, chooseHostedTools } from './tools';
import { readTurn, type Turn } from './turn';

async function makeOutput(turn: Turn): Promise<OutputPart[]> {
  const { offers, isForced } = chooseHostedTools(turn);
  if (offers.length === 0) return speak(turn);
  const outcomes: ToolOutcome[] = [];
  for (const { tool, hosted } of offers) outcomes.push(await hosted.use(tool, turn));
  const parts = outcomes.flatMap(outcome => outcome.parts);
  if (isForced) return parts;
  const text = outcomes.map(({ remark }) => remark).join(' ');
  return [...parts, makeMessage({ kind: 'text', text, isCut: false })];
}

export async function answerResponse(request: ApiRequest, store: ResponseStore, files: UploadedFiles): Promise<Answer> {
  const asked = isObject(request.body) ? request.body : {};
  checkResponse(asked);
  checkTools(asked);
  const turn = readTurn(request, store, files);
  const parts = await makeOutput(turn);
  const body = makeResponseBody(turn, parts);
  if (asked['store'] !== false) {
    const output: JsonObject[] = body.output.map(item => ({ ...item }));
    store.add({ id: body.id, body, input: turn.input, context: [...turn.history, ...turn.input, ...output] });
  }
  return asked['stream'] === true ? { events: streamResponse(body, parts) } : { body };
}

function idIn(path: string): string {
  return decodeURIComponent(path.split('/')[3] ?? '');
}

export function retrieveResponse({ path }: ApiRequest, store: ResponseStore): Answer {
  return { body: store.find(idIn(path)).body };
}

export function deleteResponse({ path }: ApiRequest, store: ResponseStore): Answer {
  const id = idIn(path);
  store.remove(id);
  return { body: { id, object: 'response', deleted: true } };
}

export function listInputItems({ path, query }: ApiRequest, store: ResponseStore): Answer {
  const { input } = store.find(idIn(path));
  const items = query.get('order') === 'asc' ? input : input.toReversed();
  const start = items.findIndex(({ id }) => id === query.get('after')) + 1;
  const data = items.slice(start, start + Number(query.get('limit') ?? 20));
  const ends = { first_id: data[0]?.['id'] ?? null, last_id: data.at(-1)?.['id'] ?? null };
  return { body: { object: 'list', data, ...ends, has_more: start + data.length < items.length } };
}
