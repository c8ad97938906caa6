import type { ReactNode } from 'react';
import { CanvasView } from './canvas/lazy-canvas-view';
import { ConnectionView } from './connection/connection-view';
import type { Plugin } from './host-api/plugin';
import { QueriesView } from './queries-view/queries-view';

/** What every view is given; queries come from `useQueryStore`. */
export interface ViewProps {
  plugin: Plugin;
}

/** A part of the page with an address of its own. */
export interface View {
  /** Stands after the # of the address. */
  id: string;
  title: string;
  Show: (props: ViewProps) => ReactNode;
}

/** In the order of the tabs; the first is shown first. */
export const views: [View, ...View[]] = [
  { id: 'queries', title: 'Queries', Show: QueriesView },
  { id: 'canvas', title: 'Canvas', Show: CanvasView },
  { id: 'connection', title: 'Connection', Show: ConnectionView },
];
