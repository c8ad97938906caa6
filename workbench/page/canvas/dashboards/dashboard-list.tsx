import { type ReactNode, useEffect, useState } from 'react';
import { readDefaults } from '../../../forms/field';
import { textAt } from '../../../forms/json';
import type { Plugin } from '../../host-api/plugin';
import { useQueryStore } from '../../queries/use-queries';
import { announce } from '../../shell/announcements';
import { setCanvasUi } from '../ui-state';
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
    store.addCollection(collection);
    setCanvasUi({ mode: 'use', selected: undefined });
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
