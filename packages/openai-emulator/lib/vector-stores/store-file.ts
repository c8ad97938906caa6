import type { StaticFileChunkingStrategy, VectorStoreFile } from 'openai/resources/vector-stores';
import type { UploadedFile } from '../files/uploaded-files';
import { secondsOf } from '../http/messages';
import type { Attributes } from '../parameters/metadata';
import type { Pace } from '../time/pace';
import { type Chunk, cutIntoChunks } from './chunks';
import { readText } from './readable-text';

/** A file in a vector store, from the moment it is attached. */
export interface StoreFile {
  readonly id: string;
  readonly filename: string;
  attributes: Attributes;
  /** Its pieces, as soon as they can be searched. */
  chunks(now: Date): Chunk[];
  /** The file as it stands. */
  show(now: Date): VectorStoreFile;
  /** Brings it a step nearer to its end, for somebody who waits for it. */
  look(): void;
  /** Stops the work on it, if that is not done. */
  cancel(now: Date): void;
}

interface Order {
  file: UploadedFile;
  storeId: string;
  attributes: Attributes;
  strategy: StaticFileChunkingStrategy;
  pace: Pace;
  now: Date;
}

export function attachFile({ file, storeId, attributes, strategy, pace, now: startedAt }: Order): StoreFile {
  const { id, filename } = file.object;
  const reading = readText(file);
  const pieces = 'text' in reading ? cutIntoChunks(reading.text, strategy) : [];
  const usage_bytes = pieces.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  let looks = 0;
  let isCancelled = false;
  const statusAt = (now: Date): VectorStoreFile['status'] => {
    if (isCancelled) return 'cancelled';
    const isDone = looks >= pace.steps || now.getTime() - startedAt.getTime() >= pace.milliseconds;
    if (!isDone) return 'in_progress';
    return 'text' in reading ? 'completed' : 'failed';
  };
  const attached: StoreFile = {
    id,
    filename,
    attributes,
    chunks: now => (statusAt(now) === 'completed' ? pieces : []),
    show: now => {
      const status = statusAt(now);
      return {
        id,
        object: 'vector_store.file',
        vector_store_id: storeId,
        created_at: secondsOf(startedAt),
        status,
        usage_bytes: status === 'completed' ? usage_bytes : 0,
        last_error: status === 'failed' && 'error' in reading ? reading.error : null,
        attributes: attached.attributes,
        chunking_strategy: { type: 'static', static: strategy },
      };
    },
    look: () => {
      looks += 1;
    },
    cancel: now => {
      isCancelled ||= statusAt(now) === 'in_progress';
    },
  };
  return attached;
}
