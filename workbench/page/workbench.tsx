import type { ReactNode } from 'react';
import { ConnectionPanel } from './connection/connection-panel';
import { useConnection } from './connection/use-connection';
import type { Plugin } from './host-api/plugin';
import { textAt } from './json/at';
import { QueryPanel } from './query/query-panel';
import { useQueryForm } from './query/use-query-form';
import { useQueryRun } from './query/use-query-run';
import { ResultPanel } from './result/result-panel';

interface Props {
  plugin: Plugin;
}

/** The page: connection and query on one side, the result on the other. */
export function Workbench({ plugin: { manifest, operations } }: Props): ReactNode {
  const connection = useConnection(manifest);
  const form = useQueryForm(operations);
  const { run, start, startStream, cancel } = useQueryRun();
  const request = { query: form.values, ...(connection.source && { source: connection.source }) };
  return (
    <>
      <header>
        <img src="/icon.svg" alt="" width="32" height="32" />
        <h1>{textAt(manifest, 'source', 'name') ?? 'Plugin'}</h1>
        <span className="muted">{textAt(manifest, 'description')}</span>
      </header>
      <main>
        <div className="column">
          <ConnectionPanel manifest={manifest} connection={connection} />
          <QueryPanel
            operations={operations}
            form={form}
            isRunning={run.phase === 'running'}
            onRun={() => start(request)}
            onStream={() => startStream(request)}
          />
        </div>
        <ResultPanel run={run} onCancel={cancel} />
      </main>
    </>
  );
}
