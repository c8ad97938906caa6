import { Play, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { isFold } from '../../forms/absent';
import { type Field, readValue } from '../../forms/field';
import { collectFields } from '../../forms/form-fields';
import { at, textAt } from '../../forms/json';
import { FieldRow } from '../form/field-row';
import { DiffView } from '../history/diff-view';
import { outcomeOf } from '../queries/run-state';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryStore } from '../queries/use-queries';
import { Failure } from '../result/failure';
import { Success } from '../result/success';
import { formatCost } from '../shell/format-cost';
import { cancelBoth, runBoth, setVariant, useComparison, type VariantRun } from './variants';

interface Props {
  query: SavedQuery;
  operations: unknown;
}

/** Two variants of a query over one input: the query as it is, and with some options changed. */
export function VariantsTab({ query, operations }: Props): ReactNode {
  const store = useQueryStore();
  const { changes, isRunning, runs } = useComparison(query.id);
  const group = at(operations, 'properties', String(query.options['operation'] ?? ''));
  const fields = collectFields(group).flatMap(({ appearances: [first] }) => (first ? [first.field] : []));
  const varied = Object.keys(changes).flatMap(key => fields.find(field => field.key === key) ?? []);

  function vary(key: string): void {
    setVariant(query.id, { ...changes, [key]: readValue(query.options, key) ?? '' });
  }

  return (
    <div className="variants">
      <p className="muted">
        Runs this query twice at the same time, as it is and with the options below. Both read the same input, and both
        are billed if the connection is.
      </p>
      {varied.map(field => (
        <Difference key={field.key} field={field} query={query} />
      ))}
      <div className="variants-bar">
        <label className="check">
          Vary
          <select value="" onChange={({ target }) => vary(target.value)}>
            <option value="">Choose a field…</option>
            {fields
              .filter(field => !(field.key in changes) && !isFold(field))
              .map(({ key, label }) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
          </select>
        </label>
        <button
          type="button"
          className="primary"
          disabled={varied.length === 0 || isRunning}
          onClick={() => void runBoth(store, query.id, changes)}
        >
          <Play size={15} aria-hidden /> {isRunning ? 'Running…' : 'Run both'}
        </button>
        {isRunning && (
          <button type="button" onClick={() => cancelBoth(query.id)}>
            Cancel
          </button>
        )}
      </div>
      {runs && (
        <>
          <div className="side-by-side">
            <Variant title="As it is" run={runs[0]} />
            <Variant title="Changed" run={runs[1]} />
          </div>
          <DiffView title="Data" older={at(runs[0].result, 'data')} newer={at(runs[1].result, 'data')} />
        </>
      )}
    </div>
  );
}

function Difference({ field, query }: { field: Field; query: SavedQuery }): ReactNode {
  const { changes } = useComparison(query.id);
  function drop(): void {
    const { [field.key]: _, ...left } = changes;
    setVariant(query.id, left);
  }
  return (
    <div className="variant-field">
      <FieldRow
        field={field}
        values={changes}
        isSecretSet={false}
        onChange={(key, value) => setVariant(query.id, { ...changes, [key]: value })}
      />
      <button type="button" className="icon-button" aria-label={`Leave ${field.label} as it is`} onClick={drop}>
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}

function Variant({ title, run: { result, durationMs } }: { title: string; run: VariantRun }): ReactNode {
  const outcome = outcomeOf(result);
  const cost = at(result, 'metadata', 'cost', 'usd');
  return (
    <section className="variant" aria-label={title}>
      <div className="panel-heading">
        <h3>{title}</h3>
        <span className={`state state-${outcome.replaceAll(' ', '-')}`}>{outcome}</span>
      </div>
      <p className="muted figures">
        {[
          textAt(result, 'metadata', 'model'),
          `${durationMs.toLocaleString('en-US')} ms`,
          typeof cost === 'number' ? formatCost(cost) : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {textAt(result, 'status') === 'ok' ? <Success result={result} /> : <Failure result={result} />}
    </section>
  );
}
