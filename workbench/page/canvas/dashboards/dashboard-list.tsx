import { type ReactNode, useEffect, useState } from 'react';
import { readDefaults } from '../../../forms/field';
import { textAt } from '../../../forms/json';
import type { Plugin } from '../../host-api/plugin';
import { useQueryStore } from '../../queries/use-queries';
import { announce } from '../../shell/announcements';
import { findFreePageName, listPages, onPage } from '../pages';
import { readCanvasUi, setCanvasUi } from '../ui-state';
import { shownPage, showPage } from '../use-page';
import { type Dashboard, readDashboards } from './dashboards';

interface Props {
  plugin: Plugin;
  onTaken?: () => void;
}

const files = import.meta.glob<unknown>('./*.json', { import: 'default' });

/** The ready-made dashboards for this plugin, each a button that adds it below what is there. */
export function DashboardList({ plugin: { manifest, operations }, onTaken }: Props): ReactNode {
  const store = useQueryStore();
  const [dashboards, setDashboards] = useState<Dashboard[]>([]);
  const kind = textAt(manifest, 'source', 'kind');

  useEffect(() => {
    const load = async () => setDashboards(readDashboards(await files[`./${kind}.json`]?.(), readDefaults(operations)));
    void load();
  }, [kind, operations]);

  function take({ title, collection }: Dashboard): void {
    const state = store.getState();
    const here = shownPage(state, readCanvasUi().page);
    // A dashboard takes an empty page, else a page of its own.
    const page = onPage(state.canvas, here).length === 0 ? here : findFreePageName(title, listPages(state));
    store.addCollection(collection, page);
    setCanvasUi({ mode: 'use' });
    showPage(page);
    announce(`${title} was added`);
    onTaken?.();
  }

  return (
    <ul className="examples">
      {dashboards.map(dashboard => (
        <li key={dashboard.title}>
          <button type="button" onClick={() => take(dashboard)}>
            <strong>{dashboard.title}</strong>
            <span className="muted">{dashboard.description}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
