import type { ReactNode } from 'react';
import { Announcer } from './shell/announcer';
import { usePlugin } from './shell/use-plugin';
import { Workbench } from './workbench';

/** Asks for the plugin, then shows the workbench. */
export function App(): ReactNode {
  const { plugin, failure, isConnected } = usePlugin();
  return (
    <>
      {failure && (
        <p className="notice error bar" role="alert">
          {failure}
        </p>
      )}
      {!isConnected && (
        <p className="notice warning bar" role="alert">
          The workbench's server does not answer. Start it again with npm start; this page then goes on by itself.
        </p>
      )}
      {plugin ? <Workbench plugin={plugin} /> : !failure && <p className="muted loading">Loading the plugin…</p>}
      <Announcer />
    </>
  );
}
