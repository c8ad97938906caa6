import { textAt } from '../../forms/json';

interface Listener {
  /** The plugin was built anew, or the server has come back. */
  onPlugin(): void;
  /** The page was built anew. */
  onPage(): void;
  onConnected(isConnected: boolean): void;
}

/** Follows what is built anew. Gives the way to stop. */
export function followChanges({ onPlugin, onPage, onConnected }: Listener): () => void {
  const source = new EventSource('/api/changes');
  let wasLost = false;
  source.onerror = () => {
    wasLost = true;
    onConnected(false);
  };
  source.onmessage = ({ data }) => {
    const type = textAt(JSON.parse(data), 'type');
    if (type === 'page') return onPage();
    onConnected(true);
    if (type === 'plugin' || wasLost) onPlugin();
    wasLost = false;
  };
  return () => source.close();
}
