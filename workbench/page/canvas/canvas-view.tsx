import type { ReactNode } from 'react';
import { useQueryState } from '../queries/use-queries';
import { useMedia } from '../shell/use-media';
import type { ViewProps } from '../view';
import '../styles/canvas.css';
import '../styles/canvas-components.css';
import { CanvasBar } from './canvas-bar';
import { useClipboard } from './clipboard';
import type { CanvasComponent } from './component';
import { DashboardList } from './dashboards/dashboard-list';
import { keysHelpId } from './element-ids';
import { Grid } from './grid';
import { PageProperties } from './page-properties';
import { PageTabs } from './page-tabs';
import { Properties } from './properties';
import { RunNotes } from './run-notes';
import { ScopeProvider, useScope } from './scope';
import { SelectionPanel } from './selection-panel';
import { Stack } from './stack';
import { useCanvasUi } from './ui-state';
import { usePageComponents, usePageInAddress } from './use-page';

/** A dashboard of components that show results and run queries, put together by the builder. */
export default function CanvasView({ plugin }: ViewProps): ReactNode {
  const isNarrow = useMedia('(max-width: 699px)');
  const mode = useCanvasUi(state => state.mode);
  const components = usePageComponents();
  const notKept = useQueryState(state => state.notKept);
  const selection = useCanvasUi(state => state.selection);
  const chosen = components.filter(({ id }) => selection.includes(id));
  const isEditing = mode === 'edit';
  const welcome = components.length === 0 && <Welcome plugin={plugin} />;
  usePageInAddress();
  useClipboard(isEditing);
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
          Arrow keys move, Shift and arrow keys resize, Enter leads to the properties, Delete removes. Shift and Space
          choose several, and what is copied can be pasted.
        </p>
        <div className="canvas-columns">
          <div className="canvas-main">
            <div className="canvas-scroll">
              <PageTabs />
              {isNarrow && welcome}
              {isNarrow ? <Stack components={components} /> : <Grid components={components}>{welcome}</Grid>}
            </div>
            <RunNotes operations={plugin.operations} />
          </div>
          {isEditing && !isNarrow && (
            <div className="canvas-side">
              <Side chosen={chosen} />
            </div>
          )}
        </div>
      </div>
    </ScopeProvider>
  );
}

const Welcome = ({ plugin }: ViewProps): ReactNode => (
  <section className="panel welcome" aria-labelledby="canvas-welcome">
    <h2 id="canvas-welcome">Start with a dashboard</h2>
    <p className="muted">
      Each brings its queries along and runs on the built-in emulator. Or drag components here from above, or click
      them.
    </p>
    <DashboardList plugin={plugin} />
  </section>
);

/** What can be set of whatever is chosen. */
function Side({ chosen }: { chosen: CanvasComponent[] }): ReactNode {
  const [first, ...others] = chosen;
  if (!first) return <PageProperties />;
  return others.length > 0 ? <SelectionPanel components={chosen} /> : <Properties component={first} />;
}
