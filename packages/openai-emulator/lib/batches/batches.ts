import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { isObject, textOf } from '../http/json';
import type { Answer, ApiRequest, Route } from '../http/messages';
import { checkChoice, checkNumber, refuseUnknownParameters, requireParameters } from '../parameters/checks';
import { readMetadata } from '../parameters/metadata';
import { listItems } from '../parameters/paging';
import type { Pace } from '../time/pace';
import { type BatchRun, startBatch } from './run';
import type { AnswerRow } from './work';

interface Surroundings {
  files: UploadedFiles;
  pace: Pace;
  /** Answers one request of a batch as it would be answered alone. */
  answerRow: AnswerRow;
}

const requiredParameters = ['input_file_id', 'endpoint', 'completion_window'];
const knownParameters = [...requiredParameters, 'metadata', 'output_expires_after'];
const endpoints = [
  '/v1/responses',
  '/v1/chat/completions',
  '/v1/embeddings',
  '/v1/completions',
  '/v1/moderations',
  '/v1/images/generations',
  '/v1/images/edits',
  '/v1/videos',
];

function checkExpiry(given: unknown): void {
  if (!isObject(given)) return;
  const anchor = 'output_expires_after.anchor';
  const seconds = 'output_expires_after.seconds';
  const named = { [anchor]: given['anchor'], [seconds]: given['seconds'] };
  requireParameters(named, [anchor, seconds]);
  checkChoice(named, anchor, ['created_at']);
  checkNumber(named, seconds, { minimum: 3_600, maximum: 2_592_000, integer: true });
}

async function createBatch(request: ApiRequest, { files, pace, answerRow }: Surroundings): Promise<BatchRun> {
  const asked = isObject(request.body) ? request.body : {};
  requireParameters(asked, requiredParameters);
  refuseUnknownParameters(asked, knownParameters);
  checkChoice(asked, 'endpoint', endpoints);
  checkChoice(asked, 'completion_window', ['24h']);
  checkExpiry(asked['output_expires_after']);
  const metadata = readMetadata(asked['metadata']);
  const { object, bytes } = await files.find(textOf(asked['input_file_id']), 'input_file_id');
  if (object.purpose !== 'batch') {
    throw new ApiError(`Invalid file purpose: '${object.purpose}'. A batch needs a file with the purpose 'batch'.`, {
      param: 'input_file_id',
      code: 'invalid_file_purpose',
    });
  }
  return startBatch({ request, bytes, metadata, pace, files, answerRow });
}

/** What is answered at /v1/batches. */
export function batchRoutes(surroundings: Surroundings): Route[] {
  const runs = new Map<string, BatchRun>();
  const find = ({ path }: ApiRequest): BatchRun => {
    const id = decodeURIComponent(path.split('/')[3] ?? '');
    const run = runs.get(id);
    if (run) return run;
    throw new ApiError(`No batch found with id '${id}'.`, { status: 404, param: 'batch_id' });
  };
  const create = async (request: ApiRequest): Promise<Answer> => {
    const run = await createBatch(request, surroundings);
    runs.set(run.id, run);
    return { body: await run.show(request.now) };
  };
  const list = async ({ query, now }: ApiRequest): Promise<Answer> => {
    const batches = [];
    for (const run of runs.values()) batches.push(await run.show(now));
    query.delete('order');
    return listItems(batches, query);
  };
  return [
    { method: 'POST', path: /^\/v1\/batches$/, answer: create },
    { method: 'GET', path: /^\/v1\/batches$/, answer: list },
    {
      method: 'GET',
      path: /^\/v1\/batches\/[^/]+$/,
      answer: async request => ({ body: await find(request).retrieve(request.now) }),
    },
    {
      method: 'POST',
      path: /^\/v1\/batches\/[^/]+\/cancel$/,
      answer: async request => ({ body: await find(request).cancel(request.now) }),
    },
  ];
}
