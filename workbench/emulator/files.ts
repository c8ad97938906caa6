import type { FileDeleted } from 'openai/resources/files';
import { ApiError } from './api-error';
import { type Answer, type ApiRequest, secondsOf } from './http';
import { readForm } from './multipart';
import { checkChoice, requireParameters } from './parameter-checks';
import type { UploadedFiles } from './uploaded-files';

const purposes = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'] as const;

function idIn(path: string): string {
  return decodeURIComponent(path.split('/')[3] ?? '');
}

async function upload(request: ApiRequest, files: UploadedFiles): Promise<Answer> {
  const { fields, files: sent } = await readForm(request);
  const [file] = sent.get('file') ?? [];
  requireParameters({ ...fields, file }, ['file', 'purpose']);
  checkChoice(fields, 'purpose', purposes);
  if (!file || file.bytes.length === 0) throw new ApiError('File is empty.', { param: 'file' });
  const known = purposes.find(candidate => candidate === fields['purpose']);
  // The answer has no name of its own for evaluations.
  const purpose = known === undefined || known === 'evals' ? 'user_data' : known;
  const { name: filename, type, bytes } = file;
  return { body: files.add({ filename, type, bytes, purpose, created_at: secondsOf(request.now) }) };
}

function list({ query }: ApiRequest, files: UploadedFiles): Answer {
  const wished = files.list().filter(({ purpose }) => purpose === (query.get('purpose') ?? purpose));
  const data = query.get('order') === 'asc' ? wished.reverse() : wished;
  const start = data.findIndex(({ id }) => id === query.get('after')) + 1;
  const page = data.slice(start, start + Number(query.get('limit') ?? data.length));
  const ends = { first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null };
  return { body: { object: 'list', data: page, ...ends, has_more: start + page.length < data.length } };
}

export async function answerFiles(request: ApiRequest, files: UploadedFiles): Promise<Answer> {
  const { method, path } = request;
  const id = idIn(path);
  if (!id) return method === 'POST' ? upload(request, files) : list(request, files);
  const { object, type, bytes } = await files.find(id);
  if (method === 'DELETE') {
    files.remove(id);
    return { body: { id, object: 'file', deleted: true } satisfies FileDeleted };
  }
  return path.endsWith('/content') ? { file: bytes, contentType: type } : { body: object };
}
