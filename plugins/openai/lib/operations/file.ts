import type { FileCreateParams, FileDeleted, FileObject } from 'openai/resources/files';
import { type AnsweredFile, readAnsweredFile } from '../files/answered-file';
import * as own from '../files/file-options';
import { type FileRow, toFileRow } from '../files/file-result';
import { toUpload } from '../files/load-files';
import { defineActions, defineOperation } from '../operation';
import { countOf } from '../options/count';
import { limit } from '../stored/stored-options';
import { toForm } from '../transport/form';
import { countPages, type Listed, type ListRequest, listUpTo } from '../transport/pages';
import { type Deletion, toDeletion } from '../transport/stored-object';
import type { LoadedFile } from '../types/file';

interface Upload extends Pick<FileCreateParams, 'purpose'> {
  file: LoadedFile[];
  name?: string;
  expires_after_seconds?: number;
}

const upload = defineOperation<Upload, FileCreateParams, FileObject, FileRow>({
  summary: 'upload the file',
  title: 'Upload',

  required: ['file'],
  options: {
    file: own.file,
    purpose: own.purpose,
    name: own.name,
    expires_after_seconds: own.expires_after_seconds,
  },
  inspectFiles: (files, _, options) => own.inspectUpload(files, options),

  buildRequest: ({ file: files, purpose, name, expires_after_seconds: seconds }) => {
    const given = files.find(file => 'bytes' in file);
    if (!given) throw new Error('A file that is kept elsewhere was not refused');
    return {
      file: toUpload(own.nameUpload(given, name, purpose)),
      purpose,
      ...(seconds && { expires_after: { anchor: 'created_at', seconds } }),
    };
  },

  send: (client, request, { signal }) => client.post<FileObject>('/files', { body: toForm(request), signal }),

  toResult: response => ({ message: 'File uploaded successfully', data: toFileRow(response), id: response.id }),
});

interface Selection {
  purpose?: string;
  limit: number;
}

const list = defineOperation<Selection, ListRequest, Listed<FileObject>, { rows: FileRow[]; has_more: boolean }>({
  summary: 'list the files',
  title: 'List',

  required: [],
  options: { purpose: own.listed_purpose, limit },

  sendsMany: { count: countPages },
  buildRequest: ({ purpose, limit: most }, { extra_parameters }) => ({
    path: '/files',
    query: { ...(purpose && { purpose }), ...extra_parameters },
    limit: most,
    largestPage: 1000,
  }),

  send: (client, request, call) => listUpTo(client, request, call),

  toResult: ({ items, has_more }) => {
    const rows = items.map(toFileRow);
    return { message: `${countOf(rows.length, 'file')} listed`, data: { rows, has_more } };
  },
});

interface Known {
  file_id: string;
}

const get = defineOperation<Known, Known, FileObject, FileRow>({
  summary: 'get the file',
  title: 'Get',
  noExtraParameters: true,

  required: ['file_id'],
  options: { file_id: own.file_id },

  buildRequest: options => options,

  send: (client, { file_id }, { signal }) => client.files.retrieve(file_id, { signal }),

  toResult: response => ({ message: 'File found', data: toFileRow(response), id: response.id }),
});

const download = defineOperation<Known, Known, AnsweredFile, AnsweredFile>({
  summary: 'download the file',
  title: 'Download',
  noExtraParameters: true,

  required: ['file_id'],
  options: { file_id: { ...own.file_id, description: 'Of the file to download, at most 50 MB.' } },

  buildRequest: options => options,

  send: async (client, { file_id }, { signal }) => readAnsweredFile(await client.files.content(file_id, { signal })),

  toResult: (data, { file_id: id }) => ({ message: 'File downloaded successfully', data, id }),
});

const remove = defineOperation<Known, Known, FileDeleted, Deletion>({
  summary: 'delete the file',
  title: 'Delete',
  noExtraParameters: true,

  required: ['file_id'],
  options: { file_id: own.file_id },

  buildRequest: options => options,

  send: (client, { file_id }, { signal }) => client.files.delete(file_id, { signal }),

  toResult: answer => toDeletion('File deleted', answer),
});

export const file = defineActions({
  title: 'Files',
  chosenBy: 'file_action',
  actions: { upload, list, get, download, delete: remove },
});
