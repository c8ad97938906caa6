import type OpenAI from 'openai';
import type { FileCreateParams, FileObject } from 'openai/resources/files';
import type { UploadPart } from 'openai/resources/uploads/parts';
import type { Upload as ApiUpload, UploadCreateParams } from 'openai/resources/uploads/uploads';
import { unusable } from '../failures/body-check';
import { invalidOptions } from '../failures/query-error';
import type { Call, Context } from '../operation';
import { addExtra } from '../options/extra-parameters';
import type { Problem } from '../options/option';
import { toForm, Upload } from '../transport/form';
import { checkStored } from '../transport/stored-object';
import type { LinkedFile } from '../types/file';
import { DownloadFailure, linkAccess, OtherRequest, readLink } from './download';

/** A large file, which is uploaded in parts while it is downloaded, so that one part at a time is in memory. */
export interface PartedUpload {
  link: string;
  body: UploadCreateParams;
}

/** The API takes parts of up to 64 MB. */
const PART = 64_000_000;

export const countParts = ({ body }: PartedUpload): number => Math.ceil(body.bytes / PART);

/** The upload of a linked file. */
export function toPartedUpload(
  { api_link: link, name, length: bytes, mime_type }: LinkedFile,
  {
    name: newName = name,
    ...described
  }: Pick<FileCreateParams, 'purpose' | 'expires_after'> & { name?: string | undefined },
  context: Pick<Context, 'extra_parameters' | 'warn'>
): PartedUpload {
  return { link, body: addExtra({ bytes, filename: newName, mime_type, ...described }, context) };
}

/** Uploads a file part by part; where that fails, the upload is cancelled, which deletes its parts. */
export async function uploadInParts(client: OpenAI, { link, body }: PartedUpload, call: Call): Promise<FileObject> {
  const { signal } = call;
  const { id } = checkStored(await call.attempt(() => client.post<ApiUpload>('/uploads', { body, signal })));
  try {
    const part_ids = await sendParts(client, id, { link, body }, call);
    const completed = await call.attempt(() =>
      client.post<ApiUpload>(`/uploads/${id}/complete`, { body: { part_ids }, signal })
    );
    const { file } = checkStored(completed);
    if (!file) throw unusable(completed, 'The response has no file');
    return file;
  } catch (error) {
    // Why it failed matters more than what is left over, which the API deletes after an hour.
    await client.post(`/uploads/${id}/cancel`, { signal }).catch(() => undefined);
    if (error instanceof OtherRequest) throw error.cause;
    throw error instanceof DownloadFailure ? invalidOptions('upload the file', [describeFault(error)]) : error;
  }
}

const CHANGED = 'its size is not the one that its server stated before';

const describeFault = ({ message }: DownloadFailure): Problem => ({
  field: 'file',
  message: `file 1 could not be downloaded: ${message}`,
});

function sendParts(client: OpenAI, id: string, { link, body }: PartedUpload, call: Call): Promise<string[]> {
  const { signal, connection } = call;
  const send = async (pieces: Uint8Array[], bytes: number): Promise<string> => {
    const data = new Upload('part', 'application/octet-stream', bytes, () => pieces);
    const post = () => client.post<UploadPart>(`/uploads/${id}/parts`, { body: toForm({ data }), signal });
    try {
      return checkStored(await call.attempt(post)).id;
    } catch (cause) {
      throw new OtherRequest('A part could not be uploaded', { cause });
    }
  };
  return readLink(link, { ...linkAccess(connection, signal), maxBytes: body.bytes }, async stream => {
    const ids: string[] = [];
    let pieces: Uint8Array[] = [];
    let bytes = 0;
    let total = 0;
    for await (const chunk of stream) {
      total += chunk.length;
      if (total > body.bytes) throw new DownloadFailure(CHANGED);
      if (bytes + chunk.length > PART) {
        ids.push(await send(pieces, bytes));
        [pieces, bytes] = [[], 0];
      }
      pieces.push(chunk);
      bytes += chunk.length;
    }
    if (total < body.bytes) throw new DownloadFailure(CHANGED);
    return bytes > 0 ? [...ids, await send(pieces, bytes)] : ids;
  });
}
