import { announce } from '../shell/announcements';
import type { QueryStore } from './store';

/** Says what was done, with the way back. */
export function announceDone(store: QueryStore): void {
  const step = store.getState().undoable;
  if (!step) return;
  announce(step.did, {
    title: 'Undo',
    act: () =>
      announce(store.undo(step) ? `Undone: ${step.did}` : 'Something else was changed since: Ctrl+Z undoes that first'),
  });
}

/** Goes one step back and says which. */
export function undoAloud(store: QueryStore): void {
  const step = store.undo();
  announce(step ? `Undone: ${step.did}` : 'There is nothing to undo');
}

/** Goes one step forward again and says which. */
export function redoAloud(store: QueryStore): void {
  const step = store.redo();
  announce(step ? `Redone: ${step.did}` : 'There is nothing to redo');
}
