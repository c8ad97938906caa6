import { Fragment, type ReactNode, useEffect } from 'react';
import { redoAloud, undoAloud } from '../queries/undo-actions';
import { useQueryStore } from '../queries/use-queries';
import { controlKey as control } from './control-key';
import { openDialog } from './dialogs';
import { Modal } from './modal';
import { isTyping } from './typing';

/** What keys do, as the list shows it. */
const list: { keys: string[]; does: string }[] = [
  { keys: [control, 'K'], does: 'Open the command palette' },
  { keys: [control, 'Enter'], does: 'Run the query, from any of its fields' },
  { keys: [control, 'Z'], does: 'Undo the last change' },
  { keys: [control, 'Shift', 'Z'], does: 'Redo it' },
  { keys: ['G', 'Q'], does: 'Go to the queries' },
  { keys: ['G', 'C'], does: 'Go to the canvas' },
  { keys: ['G', 'N'], does: 'Go to the connection' },
  { keys: ['J'], does: 'Next query' },
  { keys: ['K'], does: 'Previous query' },
  { keys: ['?'], does: 'Show this list' },
  { keys: ['Arrow keys'], does: 'Move the chosen component of the canvas; with Shift, resize it' },
  { keys: ['Delete'], does: 'Delete the chosen component' },
];

/** The list of shortcuts. */
export const ShortcutList = (): ReactNode => (
  <Modal title="Keyboard shortcuts" className="shortcuts" onClose={() => openDialog(undefined)}>
    <dl>
      {list.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key, index) => (
              <Fragment key={key}>
                {index > 0 && ' '}
                <kbd>{key}</kbd>
              </Fragment>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  </Modal>
);

const views: Record<string, string> = { q: '#queries', c: '#canvas', n: '#connection' };

/** Obeys the keys of the list, wherever they do not go into a text. */
export function useShortcuts(): void {
  const store = useQueryStore();
  useEffect(() => {
    let isGoing = false;

    function step(by: number): void {
      const { queries, selected } = store.getState();
      const next = queries[queries.findIndex(({ id }) => id === selected) + by];
      if (next) store.select(next.id);
    }

    const withControl: Record<string, (event: KeyboardEvent) => void> = {
      k: () => openDialog('palette'),
      z: ({ shiftKey }) => (shiftKey ? redoAloud(store) : undoAloud(store)),
      y: () => redoAloud(store),
    };
    const alone: Record<string, () => void> = {
      '?': () => openDialog('shortcuts'),
      j: () => step(1),
      k: () => step(-1),
    };

    /** Whether the key was one of ours. */
    function obey(key: string, event: KeyboardEvent, isControl: boolean): boolean {
      const view = isGoing && !isControl ? views[key] : undefined;
      if (view) {
        window.location.hash = view;
        return true;
      }
      const keys = isControl ? withControl : alone;
      keys[key]?.(event);
      return key in keys;
    }

    function listen(event: KeyboardEvent): void {
      const key = event.key.toLowerCase();
      const isControl = event.ctrlKey || event.metaKey;
      const isPalette = isControl && key === 'k';
      if (event.altKey || event.defaultPrevented || (isTyping(event.target) && !isPalette)) return;
      if (document.querySelector('dialog[open]')) return;
      if (obey(key, event, isControl)) event.preventDefault();
      isGoing = key === 'g' && !isControl;
    }

    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [store]);
}
