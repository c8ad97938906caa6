import type { ReactNode } from 'react';
import { useQueryState } from '../queries/use-queries';
import { useMedia } from '../shell/use-media';
import type { ViewProps } from '../view';
import '../styles/canvas.css';
import '../styles/canvas-components.css';
import { CanvasBar } from './canvas-bar';
import { DashboardList } from './dashboards/dashboard-list';
import { keysHelpId } from './element-ids';
import { Grid } from './grid';
import { Properties } from './properties';
import { RunNotes } from './run-notes';
import { ScopeProvider, useScope } from './scope';
import { Stack } from './stack';
import { useCanvasUi } from './ui-state';

/** A dashboard of components that show results and run queries, put together by the builder. */
export default function CanvasView({ plugin }: ViewProps): ReactNode {
  const isNarrow = useMedia('(max-width: 699px)');
  const mode = useCanvasUi(state => state.mode);
  const isEmpty = useQueryState(({ canvas }) => canvas.length === 0);
  const notKept = useQueryState(state => state.notKept);
  const selectedId = useCanvasUi(({ selected }) => selected);
  const selected = useQueryState(({ canvas }) => canvas.find(({ id }) => id === selectedId));
  const isEditing = mode === 'edit';
  return (
    <ScopeProvider value={useScope()}>
      <div className="canvas-view">
        <CanvasBar plugin={plugin} />
        {notKept && (
          <p className="notice warning" role="alert">
            {notKept}
          </p>
        )}
        <p id={keysHelpId} hidden>
          Arrow keys move, Shift and arrow keys resize, Enter leads to the properties, Delete removes.
        </p>
        <div className="canvas-columns">
          <div className="canvas-main">
            <div className="canvas-scroll">
              {isEmpty && (
                <section className="panel welcome" aria-labelledby="canvas-welcome">
                  <h2 id="canvas-welcome">Start with a dashboard</h2>
                  <p className="muted">
                    Each brings its queries along and runs on the built-in emulator. Or add components above.
                  </p>
                  <DashboardList plugin={plugin} />
                </section>
              )}
              {isNarrow ? <Stack /> : <Grid />}
            </div>
            <RunNotes />
          </div>
          {isEditing && !isNarrow && (
            <div className="canvas-side">
              {selected ? (
                <Properties component={selected} />
              ) : (
                <p className="muted">
                  Choose a component to see its properties. Drag it to move it, its corner to resize it.
                </p>
              )}
            </div>
          )}
        </div>
      </div>
    </ScopeProvider>
  );
}
