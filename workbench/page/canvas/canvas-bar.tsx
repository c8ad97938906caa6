import { type ReactNode, useRef } from 'react';
import type { Plugin } from '../host-api/plugin';
import { useQueryStore } from '../queries/use-queries';
import { FileButtons } from '../queries-view/file-buttons';
import { DashboardList } from './dashboards/dashboard-list';
import { Palette } from './palette';
import { remove } from './remove';
import { setCanvasUi, useCanvasUi } from './ui-state';
import { usePageComponents } from './use-page';

const modes = [
  { id: 'edit', title: 'Edit' },
  { id: 'use', title: 'Use' },
] as const;

/** What can be done with the canvas as a whole, and the palette while it is edited. */
export function CanvasBar({ plugin }: { plugin: Plugin }): ReactNode {
  const store = useQueryStore();
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = usePageComponents();
  const picksSeveral = useCanvasUi(state => state.picksSeveral);
  const mode = useCanvasUi(state => state.mode);
  return (
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
      {mode === 'edit' && (
        <div className="canvas-undo">
          {canvas.length > 1 && (
            <button
              type="button"
              className="quiet"
              aria-pressed={picksSeveral}
              onClick={() => setCanvasUi({ picksSeveral: !picksSeveral })}
            >
              Select several
            </button>
          )}
          {canvas.length > 0 && (
            <button type="button" className="quiet" onClick={() => remove(store, canvas)}>
              Clear
            </button>
          )}
        </div>
      )}
      {mode === 'edit' && <Palette />}
      <dialog ref={dialog} aria-labelledby="dashboards-heading">
        <div className="panel-heading">
          <h2 id="dashboards-heading">Dashboards</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <DashboardList plugin={plugin} onTaken={() => dialog.current?.close()} />
      </dialog>
    </section>
  );
}
