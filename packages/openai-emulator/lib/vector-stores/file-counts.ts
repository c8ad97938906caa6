import type { VectorStore } from 'openai/resources/vector-stores';
import type { StoreFile } from './store-file';

export function countFiles(files: StoreFile[], now: Date): VectorStore.FileCounts {
  const counts = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: files.length };
  for (const file of files) counts[file.show(now).status] += 1;
  return counts;
}
