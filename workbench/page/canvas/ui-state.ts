import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How the canvas is looked at; it outlives the view, and is not kept. */
export interface CanvasUi {
  mode: 'edit' | 'use';
  /** The id of the component whose properties are shown. */
  selected: string | undefined;
  /** The kind that is being dragged from the palette. */
  dragged: string | undefined;
  /** Failures whose notes were closed, by query id. */
  closedNotes: Record<string, unknown>;
}

const ui = createStore<CanvasUi>(() => ({ mode: 'edit', selected: undefined, dragged: undefined, closedNotes: {} }));

/** Changes how the canvas is looked at. */
export const setCanvasUi = (change: Partial<CanvasUi>): void => ui.setState(change);

/** How the canvas is looked at now. */
export const readCanvasUi = (): CanvasUi => ui.getState();

/** A part of how the canvas is looked at. */
export const useCanvasUi = <Part>(select: (state: CanvasUi) => Part): Part => useStore(ui, select);
