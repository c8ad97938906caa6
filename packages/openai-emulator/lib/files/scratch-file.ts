import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Text on disk instead of in memory. */
export interface ScratchFile {
  /** Bytes appended so far. */
  readonly size: number;
  append(text: string): Promise<void>;
  /** Everything appended so far, piece by piece. */
  read(): AsyncIterable<Buffer>;
  /** Gives the space back. */
  close(): Promise<void>;
}

const pieceSize = 256 * 1024;

async function* readPieces(file: FileHandle, size: number): AsyncIterable<Buffer> {
  let position = 0;
  while (position < size) {
    const piece = Buffer.alloc(Math.min(pieceSize, size - position));
    const { bytesRead } = await file.read(piece, 0, piece.length, position);
    if (bytesRead === 0) throw new Error('A scratch file is shorter than what was written');
    position += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

/** A file without a name: the system forgets it when the process ends, however it ends. */
export async function createScratchFile(): Promise<ScratchFile> {
  const path = join(tmpdir(), `openai-emulator-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  let size = 0;
  return {
    get size() {
      return size;
    },
    append: async text => {
      const bytes = Buffer.from(text);
      await file.appendFile(bytes);
      size += bytes.length;
    },
    read: () => readPieces(file, size),
    close: () => file.close(),
  };
}
