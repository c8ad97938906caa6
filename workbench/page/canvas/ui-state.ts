import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { CanvasComponent } from './component';

/** How the canvas is looked at; it outlives the view, and is not kept. */
export interface CanvasUi {
  mode: 'edit' | 'use';
  /** The id of the component whose properties are shown. */
  selected: string | undefined;
  /** The kind that is being dragged from the palette. */
  dragged: string | undefined;
  /** What was removed last, so that it can be brought back. */
  removed: CanvasComponent[];
}

const ui = createStore<CanvasUi>(() => ({ mode: 'edit', selected: undefined, dragged: undefined, removed: [] }));

/** Changes how the canvas is looked at. */
export const setCanvasUi = (change: Partial<CanvasUi>): void => ui.setState(change);

/** A part of how the canvas is looked at. */
export const useCanvasUi = <Part>(select: (state: CanvasUi) => Part): Part => useStore(ui, select);
