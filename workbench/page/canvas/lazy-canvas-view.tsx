import { lazy, type ReactNode, Suspense } from 'react';
import type { ViewProps } from '../view';

const View = lazy(() => import('./canvas-view'));

/** The canvas, loaded when it is first looked at. */
export function CanvasView(props: ViewProps): ReactNode {
  return (
    <Suspense fallback={<p className="muted loading">Loading the canvas…</p>}>
      <View {...props} />
    </Suspense>
  );
}
