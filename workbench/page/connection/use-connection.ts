import { createContext, useContext, useEffect, useState } from 'react';
import type { Values } from '../../forms/field';
import { changeConnection, fetchConnection, type ShownConnection } from '../host-api/connection';
import { announce } from '../shell/announcements';

/** Which connection queries run on. The server keeps it, and its secrets never come back. */
export interface Connection {
  /** Nothing until the server has told. */
  shown: ShownConnection | undefined;
  /** Chooses between the emulator and a connection of one's own, whose fields may change too. */
  change(isOwn: boolean): Promise<void>;
  /** @throws Error that says what the server does not take. */
  save(values: Values): Promise<ShownConnection>;
}

const ConnectionContext = createContext<Connection | undefined>(undefined);

/** Gives a part of the page its connection. */
export const ConnectionProvider = ConnectionContext.Provider;

/** The connection that a provider above has. */
export function useSharedConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('ConnectionProvider is missing above');
  return connection;
}

/** Asks the server once, and follows what this page changes. */
export function useConnection(): Connection {
  const [shown, setShown] = useState<ShownConnection>();

  async function follow(asked: Promise<ShownConnection>): Promise<void> {
    try {
      setShown(await asked);
    } catch (error) {
      announce(error instanceof Error ? error.message : String(error));
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once
  useEffect(() => void follow(fetchConnection()), []);
  return {
    shown,
    change: isOwn => follow(changeConnection(isOwn)),
    async save(values) {
      const saved = await changeConnection(true, values);
      setShown(saved);
      return saved;
    },
  };
}
