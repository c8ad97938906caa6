import { useEffect } from 'react';
import { dropServerLists, loadServerLists, type ServerList } from '../form/server-lists';
import type { Connection } from './use-connection';

/** Asks a connection of one's own what it has, such as its models, whenever it is chosen or changed. */
export function useServerLists({ shown }: Connection, wanted: Record<string, ServerList> | undefined): void {
  useEffect(() => {
    if (!wanted) return;
    if (shown?.isOwn) void loadServerLists(wanted);
    else dropServerLists();
  }, [shown, wanted]);
}
