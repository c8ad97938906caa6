import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { textAt } from '../forms/json';
import { ConnectionProvider, useConnection } from './connection/use-connection';
import { useServerLists } from './connection/use-server-lists';
import { type ExampleFile, loadExamples } from './examples/examples';
import { ExamplesProvider } from './examples/use-examples';
import type { Plugin } from './host-api/plugin';
import { makeQueryStore, storageKeyOf } from './make-query-store';
import type { QueryStore } from './queries/store';
import { QueryStoreProvider } from './queries/use-queries';
import { useSelectionInAddress } from './queries/use-selection-in-address';
import { CurlDialog } from './requests/curl-dialog';
import { useAddress } from './shell/address';
import { useOpenDialog } from './shell/dialogs';
import { DrawingBoundary } from './shell/drawing-boundary';
import { Header } from './shell/header';
import { hasFailedToStart, markStart } from './shell/safe-start';
import { SafeStartOffer } from './shell/safe-start-offer';
import { ShortcutList, useShortcuts } from './shell/shortcuts';
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
  // Nothing until it is known whether the last start came to its end.
  const [isSafe, setSafe] = useState(() => (hasFailedToStart() ? undefined : false));

  useServerLists(connection, loaded?.examples.server_lists);
  useEffect(() => {
    if (isSafe === undefined) return undefined;
    let isWanted = true;
    markStart();
    async function load(): Promise<void> {
      const examples = await loadExamples(kind);
      const store = await makeQueryStore(kind, examples.follow_ups, examples.next_turns, isSafe);
      if (!isWanted) return;
      setLoaded({ examples, store });
      if (!isSafe) store.runOnLoad();
    }
    void load();
    return () => {
      isWanted = false;
    };
  }, [kind, isSafe]);

  if (isSafe === undefined) return <SafeStartOffer storageKey={storageKeyOf(kind)} onStart={setSafe} />;
  if (!loaded) return null;
  return (
    <ConnectionProvider value={connection}>
      <ExamplesProvider value={loaded.examples}>
        <QueryStoreProvider value={loaded.store}>
          <Page plugin={plugin} />
        </QueryStoreProvider>
      </ExamplesProvider>
    </ConnectionProvider>
  );
}

const Palette = lazy(() => import('./shell/palette'));

function Page({ plugin }: Props): ReactNode {
  useShortcuts();
  useSelectionInAddress();
  const dialog = useOpenDialog();
  const { view } = useAddress();
  const { Show, id: shown } = views.find(({ id }) => id === view) ?? views[0];
  return (
    <>
      <Header plugin={plugin} views={views} shown={shown} />
      <main className={`view-${shown}`}>
        <DrawingBoundary name={`The view “${shown}”`} values={shown}>
          <Show plugin={plugin} />
        </DrawingBoundary>
      </main>
      {dialog === 'palette' && (
        <Suspense>
          <Palette plugin={plugin} />
        </Suspense>
      )}
      {dialog === 'shortcuts' && <ShortcutList />}
      {dialog === 'curl' && <CurlDialog plugin={plugin} />}
    </>
  );
}
