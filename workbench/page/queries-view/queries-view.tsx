import type { ReactNode } from 'react';
import { textAt } from '../../forms/json';
import { FormProvider, readForm } from '../form/form-context';
import { useQueryState, useSelectedQuery } from '../queries/use-queries';
import { ResultPanel } from '../result/result-panel';
import type { ViewProps } from '../view';
import { ExampleList } from './example-list';
import { QueryEditor } from './query-editor';
import { QueryList } from './query-list';

/** The queries at the side, the one that is chosen, and its result. */
export function QueriesView({ plugin: { manifest, operations } }: ViewProps): ReactNode {
  const query = useSelectedQuery();
  const notKept = useQueryState(state => state.notKept);
  return (
    <div className={query ? 'queries-view' : 'queries-view empty'}>
      <QueryList operations={operations} />
      <div className="queries-main">
        {notKept && (
          <p className="notice warning" role="alert">
            {notKept}
          </p>
        )}
        {query ? (
          <FormProvider value={readForm(operations, query.options)}>
            <div className="columns">
              <QueryEditor key={query.id} query={query} operations={operations} />
              <ResultPanel key={`${query.id}-result`} query={query} operations={operations} />
            </div>
          </FormProvider>
        ) : (
          <section className="panel welcome" aria-labelledby="welcome-heading">
            <h2 id="welcome-heading">Start with an example</h2>
            <p>{textAt(manifest, 'description')}</p>
            <p className="muted">
              Each adds a query, filled in and ready to run on the built-in emulator: no key, no cost. Or begin with a
              new, empty query.
            </p>
            <ExampleList operations={operations} />
          </section>
        )}
      </div>
    </div>
  );
}
