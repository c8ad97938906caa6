import type { FileObject } from 'openai/resources/files';
import { ApiError } from './api-error';
import { drawPicture } from './drawing';
import { newId } from './http';

/** What was uploaded, or stands ready from the beginning. */
export interface UploadedFile {
  object: FileObject;
  type: string;
  bytes: Buffer;
}

/** The files of the account, as /v1/files keeps them. */
export interface UploadedFiles {
  add(file: Pick<UploadedFile, 'type' | 'bytes'> & Pick<FileObject, 'filename' | 'purpose' | 'created_at'>): FileObject;
  /** Newest first. */
  list(): FileObject[];
  /** Throws the API's 404 for an unknown id, with the parameter that named it. */
  find(id: string, param?: string): Promise<UploadedFile>;
  remove(id: string): boolean;
}

/** A picture that is always there, so that ids can be tried without an upload. */
export const sampleFileId = 'file-sample';

async function makeSample(): Promise<UploadedFile> {
  const square = { width: 1024, height: 1024, format: 'png', isTransparent: false, quality: 100, variant: 0 } as const;
  const bytes = await drawPicture({ ...square, words: 'A sample picture' });
  const filename = 'sample.png';
  const described = { bytes: bytes.length, created_at: 1_750_000_000, filename, purpose: 'vision' } as const;
  return {
    object: { id: sampleFileId, object: 'file', status: 'processed', ...described },
    type: 'image/png',
    bytes,
  };
}

export function createUploadedFiles(): UploadedFiles {
  const files = new Map<string, UploadedFile>();
  return {
    add: ({ type, bytes, ...described }) => {
      const object: FileObject = {
        id: newId('file-'),
        object: 'file',
        bytes: bytes.length,
        status: 'processed',
        ...described,
      };
      files.set(object.id, { object, type, bytes });
      return object;
    },
    list: () => [...files.values()].map(({ object }) => object).reverse(),
    find: async (id, param = 'id') => {
      const file = files.get(id) ?? (id === sampleFileId ? await makeSample() : undefined);
      if (file) return file;
      throw new ApiError(`No such File object: ${id}`, { status: 404, param });
    },
    remove: id => files.delete(id),
  };
}
