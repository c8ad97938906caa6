import type { FileDeleted } from 'openai/resources/files';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject } from '../http/json';
import { type Answer, type ApiRequest, secondsOf } from '../http/messages';
import { readForm } from '../http/multipart';
import { checkChoice, checkNumber, requireParameters } from '../parameters/checks';
import { listItems } from '../parameters/paging';
import type { UploadedFiles } from './uploaded-files';

const purposes = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'] as const;

const batchLifetime = 30 * 24 * 60 * 60;
const pageLimits = { usual: 10_000, maximum: 10_000 };

function idIn(path: string): string {
  return decodeURIComponent(path.split('/')[3] ?? '');
}

/** Seconds until a file is forgotten, if the request says so. */
function readLifetime({ expires_after }: JsonObject): number | undefined {
  if (!isObject(expires_after)) return undefined;
  checkChoice({ 'expires_after.anchor': expires_after['anchor'] }, 'expires_after.anchor', ['created_at']);
  const seconds = Number(expires_after['seconds']);
  checkNumber({ 'expires_after.seconds': seconds }, 'expires_after.seconds', {
    minimum: 3_600,
    maximum: batchLifetime,
    integer: true,
  });
  return seconds;
}

async function upload(request: ApiRequest, files: UploadedFiles): Promise<Answer> {
  const { fields, files: sent } = readForm(request);
  const [file] = sent.get('file') ?? [];
  requireParameters({ ...fields, file }, ['file', 'purpose']);
  checkChoice(fields, 'purpose', purposes);
  if (!file || file.bytes.length === 0) throw new ApiError('File is empty.', { param: 'file' });
  const known = purposes.find(candidate => candidate === fields['purpose']);
  // The answer has no name of its own for evaluations.
  const purpose = known === undefined || known === 'evals' ? 'user_data' : known;
  const { name: filename, type, bytes } = file;
  const created_at = secondsOf(request.now);
  const lifetime = readLifetime(fields) ?? (purpose === 'batch' ? batchLifetime : undefined);
  const expiry = lifetime !== undefined && { expires_at: created_at + lifetime };
  return { body: files.add({ filename, type, bytes, purpose, created_at, ...expiry }) };
}

function list({ query }: ApiRequest, files: UploadedFiles): Answer {
  const wished = files.list().filter(({ purpose }) => purpose === (query.get('purpose') ?? purpose));
  return listItems(wished, query, pageLimits);
}

export async function answerFiles(request: ApiRequest, files: UploadedFiles): Promise<Answer> {
  const { method, path } = request;
  const id = idIn(path);
  if (!id) return method === 'POST' ? upload(request, files) : list(request, files);
  const { object, type, content } = await files.locate(id);
  if (method === 'DELETE') {
    await files.remove(id);
    return { body: { id, object: 'file', deleted: true } satisfies FileDeleted };
  }
  if (!path.endsWith('/content')) return { body: object };
  if (Buffer.isBuffer(content)) return { file: content, contentType: type };
  return { pieces: content.read(), size: content.size, contentType: type };
}
