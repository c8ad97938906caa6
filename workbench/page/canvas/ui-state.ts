import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How the canvas is looked at; it outlives the view, and is not kept. */
export interface CanvasUi {
  mode: 'edit' | 'use';
  /** The page that was chosen; the first one if there is none of that name. */
  page: string | undefined;
  /** The ids of the components that are chosen. */
  selection: string[];
  /** Whether each click chooses one more, for those who have no keys to hold. */
  picksSeveral: boolean;
  /** The kind that is being dragged from the palette. */
  dragged: string | undefined;
  /** Failures whose notes were closed, by query id. */
  closedNotes: Record<string, unknown>;
}

const ui = createStore<CanvasUi>(() => ({
  mode: 'edit',
  page: undefined,
  selection: [],
  picksSeveral: false,
  dragged: undefined,
  closedNotes: {},
}));

/** Changes how the canvas is looked at. */
export const setCanvasUi = (change: Partial<CanvasUi>): void => ui.setState(change);

/** How the canvas is looked at now. */
export const readCanvasUi = (): CanvasUi => ui.getState();

/** A part of how the canvas is looked at. */
export const useCanvasUi = <Part>(select: (state: CanvasUi) => Part): Part => useStore(ui, select);

/** Chooses one component; or one more, or one less, of several. */
export function choose(id: string, isOneOfSeveral = ui.getState().picksSeveral): void {
  const { selection } = ui.getState();
  const others = selection.filter(other => other !== id);
  if (!isOneOfSeveral) setCanvasUi({ selection: [id] });
  else setCanvasUi({ selection: selection.includes(id) ? others : [...others, id] });
}
