import { CanvasView } from './canvas/lazy-canvas-view';
import { ConnectionView } from './connection/connection-view';
import { QueriesView } from './queries-view/queries-view';
import type { View } from './view';

/** In the order of the tabs; the first is shown first. */
export const views: [View, ...View[]] = [
  { id: 'queries', title: 'Queries', Show: QueriesView },
  { id: 'canvas', title: 'Canvas', Show: CanvasView },
  { id: 'connection', title: 'Connection', Show: ConnectionView },
];
