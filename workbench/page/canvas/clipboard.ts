import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { readCollection, withNewIds, writeCollection } from '../queries/saved-query';
import type { QueryStore } from '../queries/store';
import { useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import { isTyping } from '../shell/typing';
import type { CanvasComponent } from './component';
import { handleIdOf } from './element-ids';
import { remove } from './remove';
import { readCanvasUi, setCanvasUi } from './ui-state';
import { shownPage } from './use-page';

/** Components as the text that is copied: a file without queries, so that it can be pasted anywhere. */
export const toClip = (components: CanvasComponent[]): string =>
  writeCollection({ queries: [], canvas: components, stand_ins: {} });

/** The components that are chosen. */
const chosenComponents = (store: QueryStore): CanvasComponent[] =>
  store.getState().canvas.filter(({ id }) => readCanvasUi().selection.includes(id));

/** Adds copied components to the page that is shown, under names that are free, and chooses them. */
export function paste(store: QueryStore, text: string): void {
  const { canvas } = withNewIds(readCollection(text));
  if (canvas.length === 0) return;
  const top = Math.min(...canvas.map(({ place }) => place.y));
  const raised = canvas.map(component => ({ ...component, place: { ...component.place, y: component.place.y - top } }));
  const page = shownPage(store.getState(), readCanvasUi().page);
  const added = store.addCollection({ queries: [], canvas: raised, stand_ins: {} }, page);
  flushSync(() => setCanvasUi({ selection: added.canvas.map(({ id }) => id) }));
  const [first] = added.canvas;
  if (first) document.getElementById(handleIdOf(first.id))?.scrollIntoView({ block: 'nearest' });
  announce(`Added ${added.canvas.map(({ name }) => name).join(', ')}`);
}

/** Lets the browser's own copy, cut and paste work on components while the canvas is edited. */
export function useClipboard(isEditing: boolean): void {
  const store = useQueryStore();
  useEffect(() => {
    if (!isEditing) return undefined;
    function copy(event: ClipboardEvent): void {
      const chosen = chosenComponents(store);
      if (isTyping(event.target) || chosen.length === 0 || String(window.getSelection()) !== '') return;
      event.clipboardData?.setData('text/plain', toClip(chosen));
      event.preventDefault();
      if (event.type === 'cut') remove(store, chosen);
      else announce(`Copied ${chosen.map(({ name }) => name).join(', ')}`);
    }
    function takePasted(event: ClipboardEvent): void {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (isTyping(event.target) || !text.trimStart().startsWith('{')) return;
      try {
        paste(store, text);
        event.preventDefault();
      } catch (error) {
        announce(error instanceof Error ? error.message : String(error));
      }
    }
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', takePasted);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', takePasted);
    };
  }, [store, isEditing]);
}
