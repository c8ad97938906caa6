import { textAt } from '../../forms/json';

interface Listener {
  /** The plugin was built anew, or the server has come back. */
  onPlugin(): void;
  /** The page was built anew, or another start of the server answers, which does not know this page. */
  onPage(): void;
  onConnected(isConnected: boolean): void;
}

/** Follows what is built anew. Gives the way to stop. */
export function followChanges({ onPlugin, onPage, onConnected }: Listener): () => void {
  const source = new EventSource('/api/changes');
  let wasLost = false;
  let knownStart: string | undefined;
  source.onerror = () => {
    wasLost = true;
    onConnected(false);
  };
  source.onmessage = ({ data }) => {
    const event: unknown = JSON.parse(data);
    const type = textAt(event, 'type');
    const start = textAt(event, 'start');
    if (type === 'page' || (knownStart !== undefined && start !== undefined && start !== knownStart)) return onPage();
    knownStart ??= start;
    onConnected(true);
    if (type === 'plugin' || wasLost) onPlugin();
    wasLost = false;
  };
  return () => source.close();
}
