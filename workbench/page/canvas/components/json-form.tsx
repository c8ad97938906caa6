import { type FormEvent, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { at, isObject, textAt } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import { announce } from '../../shell/announcements';
import { readFields } from '../json-form/fields';
import { changeEntry, toEntries } from '../json-form/values';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';
import { JsonFormFields } from './json-form-fields';
import { runNamed } from './run-query';
import { useIsRunning } from './use-is-running';

/**
 * A form with a field for each property of a schema; `components.<name>` has its `value`, whether it `isValid`, and its
 * `errors`. What is wrong with a field is said once the field has been left, or the form submitted.
 */
export function JsonForm({ component: { id, name }, values, waiting }: ComponentProps): ReactNode {
  const store = useQueryStore();
  const form = useRef<HTMLFormElement>(null);
  const [left, setLeft] = useState<string[]>([]);
  const exposed = useQueryState(({ components }) => components[name]);
  const input = useQueryState(({ inputs }) => inputs[id]);
  const schema = at(exposed, 'schema');
  const fields = useMemo(() => (isObject(schema) ? readFields(schema) : []), [schema]);
  const query = toText(values['query']);
  const isRunning = useIsRunning(query);
  if (fields.length === 0) return <Empty waiting={waiting}>The schema is not a JSON object with properties</Empty>;

  const errors = at(exposed, 'errors');
  const entries = isObject(input) ? input : toEntries(fields, at(exposed, 'value'));

  function submit(event: FormEvent): void {
    event.preventDefault();
    const wrong = isObject(errors) ? Object.keys(errors) : [];
    if (wrong.length === 0) {
      if (!isRunning) runNamed(store, query);
      return;
    }
    flushSync(() => setLeft([...left, ...wrong]));
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    announce(
      wrong.length === 1 ? 'One field is not filled in correctly' : `${wrong.length} fields are not filled in correctly`
    );
  }

  function submitFromTextArea(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  }

  return (
    <form
      ref={form}
      className="canvas-form"
      aria-label={toText(values['label']) || name}
      noValidate
      onSubmit={submit}
      onKeyDown={submitFromTextArea}
    >
      <p className="canvas-form-label">{toText(values['label']) || name}</p>
      <JsonFormFields
        fields={fields}
        entries={entries}
        errorOf={path => (left.includes(path) ? textAt(errors, path) : undefined)}
        onChange={(keys, entry) => store.setInput(id, changeEntry(entries, keys, entry))}
        onLeave={path => setLeft(paths => (paths.includes(path) ? paths : [...paths, path]))}
      />
      {query !== '' && (
        <button type="submit" className="primary" disabled={isRunning}>
          {isRunning ? 'Running…' : toText(values['button']) || 'Submit'}
        </button>
      )}
    </form>
  );
}
