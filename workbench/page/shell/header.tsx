import { Cable, CircleHelp, LayoutDashboard, ListTree, Redo2, Search, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { textAt } from '../../forms/json';
import { ConnectionBadge } from '../connection/connection-badge';
import { useSharedConnection } from '../connection/use-connection';
import type { Plugin } from '../host-api/plugin';
import { redoAloud, undoAloud } from '../queries/undo-actions';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import type { View } from '../view';
import { controlKey } from './control-key';
import { openDialog } from './dialogs';
import { FaultsMenu } from './faults-menu';

const icons: Record<string, typeof Cable> = { queries: ListTree, canvas: LayoutDashboard, connection: Cable };

interface Props {
  plugin: Plugin;
  views: View[];
  shown: string;
}

/** The plugin's name, the views, and what can be done from everywhere. */
export function Header({ plugin, views, shown }: Props): ReactNode {
  const store = useQueryStore();
  const connection = useSharedConnection();
  const undoable = useQueryState(state => state.undoable);
  const redoable = useQueryState(state => state.redoable);
  return (
    <header>
      <img src="/icon.svg" alt="" width="26" height="26" />
      <h1>{textAt(plugin.manifest, 'source', 'name') ?? 'Plugin'}</h1>
      <nav aria-label="Views">
        {views.map(view => {
          const Icon = icons[view.id] ?? ListTree;
          return (
            <a key={view.id} href={`#${view.id}`} aria-current={view.id === shown ? 'page' : undefined}>
              <Icon size={16} aria-hidden />
              <span className="view-title">{view.title}</span>
            </a>
          );
        })}
      </nav>
      <button type="button" className="palette-button" onClick={() => openDialog('palette')}>
        <Search size={15} aria-hidden />
        <span className="header-text">Search or run a command</span>
        <kbd>{controlKey} K</kbd>
      </button>
      <div className="header-buttons">
        <button
          type="button"
          className="icon-button"
          aria-label="Undo"
          title={undoable ? `Undo: ${undoable.did}` : 'Nothing to undo'}
          disabled={!undoable}
          onClick={() => undoAloud(store)}
        >
          <Undo2 size={17} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Redo"
          title={redoable ? `Redo: ${redoable.did}` : 'Nothing to redo'}
          disabled={!redoable}
          onClick={() => redoAloud(store)}
        >
          <Redo2 size={17} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button needs-keys"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts"
          onClick={() => openDialog('shortcuts')}
        >
          <CircleHelp size={17} aria-hidden />
        </button>
        {connection.shown && !connection.shown.isOwn && <FaultsMenu />}
      </div>
      <ConnectionBadge connection={connection} />
    </header>
  );
}
