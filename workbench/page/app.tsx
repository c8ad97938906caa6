import { type ReactNode, useEffect, useState } from 'react';
import { fetchPlugin, type Plugin } from './host-api/plugin';
import { Workbench } from './workbench';

/** Asks for the plugin, then shows the workbench. */
export function App(): ReactNode {
  const [plugin, setPlugin] = useState<Plugin>();
  const [failure, setFailure] = useState<string>();

  useEffect(() => {
    fetchPlugin().then(setPlugin, (error: unknown) => setFailure(String(error)));
  }, []);

  if (failure) {
    return (
      <p className="notice error" role="alert">
        {failure}
      </p>
    );
  }
  return plugin ? <Workbench plugin={plugin} /> : <p className="muted loading">Loading the plugin…</p>;
}
