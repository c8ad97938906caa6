import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { FormLevel } from '../form/form-level';
import { at } from '../json/at';
import type { QueryForm } from './use-query-form';

interface Props {
  operations: unknown;
  form: QueryForm;
  isRunning: boolean;
  onRun(): void;
  onStream(): void;
}

/** The query form and its buttons. */
export function QueryPanel({ operations, form, isRunning, onRun, onStream }: Props): ReactNode {
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isRunning) onRun();
  }

  function runOnShortcut(event: KeyboardEvent<HTMLFormElement>): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  }

  return (
    <form className="panel query" onSubmit={submit} onKeyDown={runOnShortcut}>
      <h2>Query</h2>
      <FormLevel node={at(operations, 'properties')} values={form.values} onChange={form.change} />
      <div className="actions">
        <button type="submit" className="primary" disabled={isRunning} title="Ctrl+Enter">
          Run
        </button>
        <button type="button" disabled={isRunning} onClick={onStream}>
          Run streaming
        </button>
      </div>
    </form>
  );
}
