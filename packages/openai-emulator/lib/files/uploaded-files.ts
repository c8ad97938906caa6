import type { FileObject } from 'openai/resources/files';
import { drawPicture } from '../drawing/picture';
import { ApiError } from '../http/api-error';
import { newId } from '../http/messages';
import { createScratchFile, type ScratchFile } from './scratch-file';

/** What was uploaded, or stands ready from the beginning. */
export interface UploadedFile {
  object: FileObject;
  type: string;
  bytes: Buffer;
}

/** A file where it lies: in memory, or on disk if it grew there. */
interface StoredFile {
  object: FileObject;
  type: string;
  content: Buffer | ScratchFile;
}

type Description = Pick<FileObject, 'filename' | 'purpose' | 'created_at' | 'expires_at'>;

/** The files of the account, as /v1/files keeps them. */
export interface UploadedFiles {
  add(file: Description & Pick<UploadedFile, 'type' | 'bytes'>): FileObject;
  /** A place for a file that may become large. Nobody sees it until it is published. */
  draft(): Promise<ScratchFile>;
  publish(draft: ScratchFile, file: Description & Pick<UploadedFile, 'type'>): FileObject;
  /** Oldest first. */
  list(): FileObject[];
  /** Throws the API's 404 for an unknown id, with the parameter that named it. */
  find(id: string, param?: string): Promise<UploadedFile>;
  /** The same without reading it. */
  locate(id: string, param?: string): Promise<StoredFile>;
  remove(id: string): Promise<void>;
  /** Gives back what lies on disk. */
  close(): Promise<void>;
}

/** A picture that is always there, so that ids can be tried without an upload. */
const sampleFileId = 'file-sample';

async function makeSample(): Promise<StoredFile> {
  const square = { width: 1024, height: 1024, format: 'png', isTransparent: false, quality: 100, variant: 0 } as const;
  const content = await drawPicture({ ...square, words: 'A sample picture' });
  const filename = 'sample.png';
  const described = { bytes: content.length, created_at: 1_750_000_000, filename, purpose: 'vision' } as const;
  return {
    object: { id: sampleFileId, object: 'file', status: 'processed', ...described },
    type: 'image/png',
    content,
  };
}

async function readWhole(content: Buffer | ScratchFile): Promise<Buffer> {
  if (Buffer.isBuffer(content)) return content;
  const pieces: Buffer[] = [];
  for await (const piece of content.read()) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function createUploadedFiles(): UploadedFiles {
  const files = new Map<string, StoredFile>();
  const drafts = new Set<ScratchFile>();
  const keep = (content: Buffer | ScratchFile, bytes: number, type: string, described: Description): FileObject => {
    const object: FileObject = { id: newId('file-'), object: 'file', bytes, status: 'processed', ...described };
    files.set(object.id, { object, type, content });
    return object;
  };
  const locate = async (id: string, param = 'id'): Promise<StoredFile> => {
    const file = files.get(id) ?? (id === sampleFileId ? await makeSample() : undefined);
    if (file) return file;
    throw new ApiError(`No such File object: ${id}`, { status: 404, param });
  };
  return {
    add: ({ type, bytes, ...described }) => keep(bytes, bytes.length, type, described),
    draft: async () => {
      const draft = await createScratchFile();
      drafts.add(draft);
      return draft;
    },
    publish: (draft, { type, ...described }) => keep(draft, draft.size, type, described),
    list: () => [...files.values()].map(({ object }) => object),
    find: async (id, param) => {
      const { object, type, content } = await locate(id, param);
      return { object, type, bytes: await readWhole(content) };
    },
    locate,
    remove: async id => {
      const content = files.get(id)?.content;
      files.delete(id);
      if (!content || Buffer.isBuffer(content)) return;
      drafts.delete(content);
      await content.close();
    },
    close: async () => {
      await Promise.all([...drafts].map(draft => draft.close()));
      drafts.clear();
    },
  };
}
