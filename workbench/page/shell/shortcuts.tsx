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

    /** Whether the key was one of ours. */
    function obey(key: string, { shiftKey }: KeyboardEvent, isControl: boolean): boolean {
      if (isControl && key === 'k') openDialog('palette');
      else if (isControl && key === 'z' && !shiftKey) undoAloud(store);
      else if (isControl && (key === 'z' || key === 'y')) redoAloud(store);
      else if (isControl) return false;
      else if (isGoing && views[key]) window.location.hash = views[key];
      else if (key === '?') openDialog('shortcuts');
      else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1);
      else return false;
      return true;
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
