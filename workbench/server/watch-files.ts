import { EventEmitter, on } from 'node:events';
import { existsSync, type FSWatcher, watch } from 'node:fs';

/** What was built anew. */
type Built = 'plugin' | 'page';

/** `open` comes first, once nothing that follows can be missed. */
interface Change {
  type: Built | 'open';
}

/** Tells of files that are built anew while the server runs. */
export interface FileWatch {
  /** What changes from now on; ends when the signal aborts. */
  changes(signal: AbortSignal, start?: string): AsyncGenerator<Change, void>;
  close(): void;
}

/** A build writes several files; they are told of once. */
const quietMs = 150;

/** @param folders Those that are missing are left out; what lies in deeper ones is not seen. */
export function watchFiles(folders: Record<Built, string[]>): FileWatch {
  const emitter = new EventEmitter().setMaxListeners(0);
  const timers = new Map<string, NodeJS.Timeout>();
  const watchers: FSWatcher[] = [];
  for (const type of ['plugin', 'page'] as const) {
    for (const folder of folders[type].filter(existsSync)) {
      watchers.push(
        watch(folder, () => {
          clearTimeout(timers.get(type));
          timers.set(
            type,
            setTimeout(() => emitter.emit('change', { type }), quietMs)
          );
        })
      );
    }
  }
  return {
    async *changes(signal, start) {
      const arriving = on(emitter, 'change', { signal });
      try {
        yield { type: 'open', ...(start !== undefined && { start }) };
        for await (const [change] of arriving) yield change;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
