import type { FileCreateParams, FileObject } from 'openai/resources/files';
import { toUpload } from '../files/file-content';
import * as own from '../files/file-options';
import { type FileRow, toFileRow } from '../files/file-result';
import { countParts, type PartedUpload, toPartedUpload, uploadInParts } from '../files/parted-upload';
import { type ResponseFile, readResponseFile } from '../files/response-file';
import { type SaveTo, save_to } from '../files/save-to';
import { defineActions, defineOperation } from '../operation';
import { addExtra } from '../options/extra-parameters';
import { defineDelete, defineGet, defineList } from '../stored/define-stored';
import { limit } from '../stored/stored-options';
import { toForm } from '../transport/form';
import { checkStored } from '../transport/stored-object';
import type { LoadedFile } from '../types/file';

interface Upload extends Pick<FileCreateParams, 'purpose'> {
  file: LoadedFile[];
  name?: string;
  expires_after_seconds?: number;
}

const upload = defineOperation<Upload, FileCreateParams | PartedUpload, FileObject, FileRow>({
  summary: 'upload the file',
  title: 'Upload',

  required: ['file'],
  options: {
    file: own.file,
    purpose: own.purpose,
    name: own.name,
    expires_after_seconds: own.expires_after_seconds,
  },
  checks: { inspectFiles: (files, _, options) => own.inspectUpload(files, options) },

  buildRequest: ({ file: [file], purpose, name, expires_after_seconds: seconds }, context) => {
    const described = { purpose, ...(seconds && { expires_after: { anchor: 'created_at' as const, seconds } }) };
    if (file && 'length' in file) return toPartedUpload(file, { ...described, name }, context);
    if (!file || !('bytes' in file)) throw new Error('The file has no content');
    return addExtra({ file: toUpload(own.nameUpload(file, name, purpose)), ...described }, context);
  },

  send: (client, request, call) => {
    if ('link' in request) return uploadInParts(client, request, call);
    const { signal } = call;
    return call.attempt(() => client.post<FileObject>('/files', { body: toForm(request), signal }));
  },

  transport: { countRequests: request => ('link' in request ? countParts(request) + 2 : 1) },

  toResult: response => ({
    message: 'File uploaded successfully',
    data: toFileRow(checkStored(response)),
    id: response.id,
  }),
});

interface Selection {
  purpose?: string;
  limit: number;
}

const list = defineList({
  of: 'files',
  noun: ['file'],
  options: { purpose: own.purposeFilter, limit },
  path: () => '/files',
  query: ({ purpose }: Selection) => (purpose ? { purpose } : {}),
  largestPage: 1000,
  toRow: toFileRow,
});

interface Known {
  file_id: string;
}

const get = defineGet({
  of: 'file',
  ids: { file_id: own.file_id },
  send: (client, { file_id }: Known, options) => client.files.retrieve(file_id, options),
  toData: response => toFileRow(checkStored(response)),
});

const download = defineOperation<Known & { save_to?: SaveTo }, Known, ResponseFile, ResponseFile>({
  summary: 'download the file',
  title: 'Download',

  required: ['file_id'],
  options: { file_id: { ...own.file_id, description: 'The file to download, at most 50 MB.' }, save_to },
  transport: { noExtraParameters: true },

  buildRequest: options => options,

  send: async (client, { file_id }, { signal }) => readResponseFile(await client.files.content(file_id, { signal })),

  toResult: (data, { file_id: id }) => ({ message: 'File downloaded successfully', data, id }),
});

const remove = defineDelete({
  of: 'file',
  ids: { file_id: own.file_id },
  send: (client, { file_id }: Known, options) => client.files.delete(file_id, options),
});

export const file = defineActions({
  title: 'Files',
  chosenBy: 'file_action',
  actions: { upload, list, get, download, delete: remove },
});
