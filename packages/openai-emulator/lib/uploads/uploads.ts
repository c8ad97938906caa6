import { createHash } from 'node:crypto';
import type { FilePurpose } from 'openai/resources/files';
import type { Upload } from 'openai/resources/uploads/uploads';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError, missingParameter } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textOf, textsIn } from '../http/json';
import { type Answer, type ApiRequest, newId, type Route, secondsOf } from '../http/messages';
import { readForm } from '../http/multipart';

interface OpenUpload {
  object: Upload;
  type: string;
  lifetime: number | undefined;
  parts: Map<string, Buffer>;
}

const largestUpload = 8 * 1024 ** 3;
const largestPart = 64 * 1024 ** 2;
const secondsToUpload = 60 * 60;
const purposes: readonly FilePurpose[] = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'];

function createUpload(body: JsonObject, now: Date): OpenUpload {
  const bytes = numberOf(body['bytes'], 0);
  if (bytes > largestUpload || bytes < 1) {
    throw new ApiError(`Invalid 'bytes': expected a value between 1 and ${largestUpload}, but got ${bytes}.`, {
      param: 'bytes',
      code: 'invalid_value',
    });
  }
  const created_at = secondsOf(now);
  const expiry = isObject(body['expires_after']) ? body['expires_after']['seconds'] : undefined;
  return {
    object: {
      id: newId('upload_'),
      object: 'upload',
      bytes,
      created_at,
      expires_at: created_at + secondsToUpload,
      filename: textOf(body['filename']),
      purpose: textOf(body['purpose']),
      status: 'pending',
    },
    type: textOf(body['mime_type']),
    lifetime: typeof expiry === 'number' ? expiry : undefined,
    parts: new Map(),
  };
}

function checkPending({ object }: OpenUpload, now: Date): void {
  if (object.status === 'pending' && secondsOf(now) >= object.expires_at) object.status = 'expired';
  if (object.status === 'pending') return;
  throw new ApiError(`Upload '${object.id}' is ${object.status} and cannot be changed.`, { param: 'upload_id' });
}

function addPart(upload: OpenUpload, request: ApiRequest): Answer {
  checkPending(upload, request.now);
  const [data] = readForm(request).files.get('data') ?? [];
  if (!data) throw missingParameter('data');
  if (data.bytes.length > largestPart) {
    throw new ApiError(`A part must be at most ${largestPart} bytes; got ${data.bytes.length}.`, {
      status: 413,
      param: 'data',
    });
  }
  const id = newId('part_');
  upload.parts.set(id, data.bytes);
  return { body: { id, object: 'upload.part', created_at: secondsOf(request.now), upload_id: upload.object.id } };
}

function joinParts({ object, parts }: OpenUpload, body: JsonObject): Buffer {
  const ids = textsIn(body['part_ids']);
  const pieces = ids.map(id => {
    const piece = parts.get(id);
    if (piece) return piece;
    throw new ApiError(`Part '${id}' was not found in upload '${object.id}'.`, { param: 'part_ids' });
  });
  const bytes = Buffer.concat(pieces);
  if (bytes.length !== object.bytes) {
    const message = `The parts have ${bytes.length} bytes, but the upload was created for ${object.bytes}.`;
    throw new ApiError(message, { param: 'part_ids', code: 'invalid_value' });
  }
  const sum = textOf(body['md5']);
  if (sum && createHash('md5').update(bytes).digest('hex') !== sum.toLowerCase()) {
    throw new ApiError('The MD5 checksum of the parts does not match the one in the request.', {
      param: 'md5',
      code: 'invalid_value',
    });
  }
  return bytes;
}

/** What is answered at /v1/uploads: files that come in parts. */
export function uploadRoutes(files: UploadedFiles): Route[] {
  const uploads = new Map<string, OpenUpload>();
  const bodyOf = ({ body }: ApiRequest): JsonObject => (isObject(body) ? body : {});
  const find = ({ path }: ApiRequest): OpenUpload => {
    const id = decodeURIComponent(path.split('/')[3] ?? '');
    const upload = uploads.get(id);
    if (upload) return upload;
    throw new ApiError(`No upload found with id '${id}'.`, { status: 404, param: 'upload_id' });
  };
  const create = (request: ApiRequest): Answer => {
    const upload = createUpload(bodyOf(request), request.now);
    uploads.set(upload.object.id, upload);
    return { body: upload.object };
  };
  const complete = (request: ApiRequest): Answer => {
    const upload = find(request);
    checkPending(upload, request.now);
    const { object, type, lifetime } = upload;
    const bytes = joinParts(upload, bodyOf(request));
    const known = purposes.find(purpose => purpose === object.purpose);
    const purpose = known === undefined || known === 'evals' ? 'user_data' : known;
    const created_at = secondsOf(request.now);
    const expiry = lifetime !== undefined && { expires_at: created_at + lifetime };
    object.file = files.add({ filename: object.filename, type, bytes, purpose, created_at, ...expiry });
    object.status = 'completed';
    upload.parts.clear();
    return { body: object };
  };
  const cancel = (request: ApiRequest): Answer => {
    const upload = find(request);
    checkPending(upload, request.now);
    upload.object.status = 'cancelled';
    upload.parts.clear();
    return { body: upload.object };
  };
  return [
    { method: 'POST', path: /^\/v1\/uploads$/, answer: create },
    { method: 'POST', path: /^\/v1\/uploads\/[^/]+\/parts$/, answer: request => addPart(find(request), request) },
    { method: 'POST', path: /^\/v1\/uploads\/[^/]+\/complete$/, answer: complete },
    { method: 'POST', path: /^\/v1\/uploads\/[^/]+\/cancel$/, answer: cancel },
  ];
}
