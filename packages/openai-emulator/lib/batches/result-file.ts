import type { FileObject } from 'openai/resources/files';
import type { ScratchFile } from '../files/scratch-file';
import type { UploadedFiles } from '../files/uploaded-files';

/** A file of results that grows on disk. */
export interface ResultFile {
  add(result: unknown): Promise<void>;
  /** Makes a file of the account of it; undefined if nothing was added. */
  publish(file: Pick<FileObject, 'filename' | 'created_at' | 'expires_at'>): Promise<FileObject | undefined>;
}

/** Results are written so many characters at a time. */
const pieceLength = 512 * 1024;

export function createResultFile(files: UploadedFiles): ResultFile {
  let draft: ScratchFile | undefined;
  let waiting: string[] = [];
  let length = 0;
  const write = async () => {
    draft ??= await files.draft();
    await draft.append(waiting.join(''));
    waiting = [];
    length = 0;
  };
  return {
    add: async result => {
      const line = `${JSON.stringify(result)}\n`;
      waiting.push(line);
      length += line.length;
      if (length >= pieceLength) await write();
    },
    publish: async described => {
      if (waiting.length > 0) await write();
      return draft && files.publish(draft, { ...described, type: 'application/jsonl', purpose: 'batch_output' });
    },
  };
}
