import { useEffect } from 'react';
import type { QueryStore } from '../queries/store';
import { redoAloud, undoAloud } from '../queries/undo-actions';
import { isTyping } from './typing';

/** Undo and redo by keys, wherever the keys do not go into a text. */
export function useUndoKeys(store: QueryStore): void {
  useEffect(() => {
    function obey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undoAloud(store);
      else if (key === 'y' || key === 'z') redoAloud(store);
      else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', obey);
    return () => document.removeEventListener('keydown', obey);
  }, [store]);
}
