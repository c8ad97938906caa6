import { type ReactNode, useRef } from 'react';
import { useQueryState } from '../queries/use-queries';
import { FileButtons } from '../queries-view/file-buttons';
import { useMedia } from '../shell/use-media';
import type { ViewProps } from '../views';
import '../styles/canvas.css';
import '../styles/canvas-components.css';
import { DashboardList } from './dashboards/dashboard-list';
import { keysHelpId } from './element-ids';
import { Grid } from './grid';
import { Palette } from './palette';
import { Properties } from './properties';
import { RunNotes } from './run-notes';
import { ScopeProvider, useScope } from './scope';
import { Stack } from './stack';
import { setCanvasUi, useCanvasUi } from './ui-state';

const modes = [
  { id: 'edit', title: 'Edit' },
  { id: 'use', title: 'Use' },
] as const;

/** A dashboard of components that show results and run queries, put together by the builder. */
export default function CanvasView({ plugin }: ViewProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
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
        <section className="panel canvas-bar" aria-labelledby="canvas-heading">
          <h2 id="canvas-heading">Canvas</h2>
          <fieldset className="canvas-modes">
            <legend className="visually-hidden">Mode</legend>
            {modes.map(({ id, title }) => (
              <button key={id} type="button" aria-pressed={mode === id} onClick={() => setCanvasUi({ mode: id })}>
                {title}
              </button>
            ))}
          </fieldset>
          <button type="button" onClick={() => dialog.current?.showModal()}>
            Dashboards
          </button>
          <FileButtons />
          {isEditing && <Palette />}
        </section>
        {notKept && (
          <p className="notice warning" role="alert">
            The browser does not keep the latest changes: {notKept}
          </p>
        )}
        <p id={keysHelpId} hidden>
          Arrow keys move, Shift and arrow keys resize, Enter leads to the properties, Delete removes.
        </p>
        <div className="canvas-columns">
          <div className="canvas-main">
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
        <dialog ref={dialog} aria-labelledby="dashboards-heading">
          <div className="panel-heading">
            <h2 id="dashboards-heading">Dashboards</h2>
            <button type="button" onClick={() => dialog.current?.close()}>
              Close
            </button>
          </div>
          <DashboardList plugin={plugin} onTaken={() => dialog.current?.close()} />
        </dialog>
      </div>
    </ScopeProvider>
  );
}
