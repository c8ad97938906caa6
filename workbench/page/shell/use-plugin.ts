import { useEffect, useState } from 'react';
import { followChanges } from '../host-api/changes';
import { fetchPlugin, type Plugin } from '../host-api/plugin';
import { announce } from './announcements';

/** The plugin as it is built now. */
export interface LoadedPlugin {
  plugin: Plugin | undefined;
  /** Why its forms could not be read; the last ones that could stay. */
  failure: string | undefined;
  /** Whether the workbench's server answers. */
  isConnected: boolean;
}

/** Asks for the plugin, and again whenever it is built anew. */
export function usePlugin(): LoadedPlugin {
  const [plugin, setPlugin] = useState<Plugin>();
  const [failure, setFailure] = useState<string>();
  const [isConnected, setConnected] = useState(true);

  useEffect(() => {
    async function load(): Promise<void> {
      try {
        setPlugin(await fetchPlugin());
        setFailure(undefined);
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      }
    }
    void load();
    return followChanges({
      onPlugin: () => void load().then(() => announce('The plugin was built anew.')),
      onPage: () => window.location.reload(),
      onConnected: setConnected,
    });
  }, []);

  return { plugin, failure, isConnected };
}
