import { type ReactNode, useEffect, useState } from 'react';
import { textAt } from '../forms/json';
import { ConnectionBadge } from './connection/connection-badge';
import { type Connection, ConnectionProvider, useConnection } from './connection/use-connection';
import { type ExampleFile, loadExamples } from './examples/examples';
import { ExamplesProvider } from './examples/use-examples';
import type { Plugin } from './host-api/plugin';
import { makeQueryStore } from './make-query-store';
import type { QueryStore } from './queries/store';
import { QueryStoreProvider, useQueryStore } from './queries/use-queries';
import { useUndoKeys } from './shell/use-undo-keys';
import { useViewId } from './shell/use-view';
import { views } from './views';

interface Props {
  plugin: Plugin;
}

interface Loaded {
  examples: ExampleFile;
  store: QueryStore;
}

/** The page: its views, and the queries and the connection that they share. */
export function Workbench({ plugin }: Props): ReactNode {
  const connection = useConnection();
  const [loaded, setLoaded] = useState<Loaded>();
  const kind = textAt(plugin.manifest, 'source', 'kind') ?? 'plugin';

  useEffect(() => {
    let isWanted = true;
    void loadExamples(kind).then(examples => {
      if (!isWanted) return;
      const store = makeQueryStore(kind, examples.follow_ups);
      setLoaded({ examples, store });
      store.runOnLoad();
    });
    return () => {
      isWanted = false;
    };
  }, [kind]);

  if (!loaded) return null;
  return (
    <ConnectionProvider value={connection}>
      <ExamplesProvider value={loaded.examples}>
        <QueryStoreProvider value={loaded.store}>
          <Page plugin={plugin} connection={connection} />
        </QueryStoreProvider>
      </ExamplesProvider>
    </ConnectionProvider>
  );
}

function Page({ plugin, connection }: Props & { connection: Connection }): ReactNode {
  useUndoKeys(useQueryStore());
  const id = useViewId();
  const { Show, id: shown } = views.find(view => view.id === id) ?? views[0];
  return (
    <>
      <header>
        <img src="/icon.svg" alt="" width="28" height="28" />
        <h1>{textAt(plugin.manifest, 'source', 'name') ?? 'Plugin'}</h1>
        <nav aria-label="Views">
          {views.map(view => (
            <a key={view.id} href={`#${view.id}`} aria-current={view.id === shown ? 'page' : undefined}>
              {view.title}
            </a>
          ))}
        </nav>
        <ConnectionBadge connection={connection} />
      </header>
      <main>
        <Show plugin={plugin} />
      </main>
    </>
  );
}
