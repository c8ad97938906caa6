import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { Field } from '../../forms/field';
import { FieldRow } from '../form/field-row';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { copyText } from '../shell/copy-text';
import { changeProperty } from './changes';
import type { CanvasComponent } from './component';
import { handleIdOf, nameFieldId } from './element-ids';
import { kinds } from './kinds';
import { PlaceFields } from './place-fields';
import { removeOne } from './remove';

/** What the builder can set of a component. */
export function Properties({ component }: { component: CanvasComponent }): ReactNode {
  const store = useQueryStore();
  const queries = useQueryState(state => state.queries);
  const { id, name, properties } = component;
  const kind = kinds.get(component.kind);
  if (!kind) return null;

  const choices = [{ value: '', name: 'None' }, ...queries.map(query => ({ value: query.name, name: query.name }))];
  const withChoices = (field: Field): Field => (field.key === kind.queryField ? { ...field, choices } : field);
  const binding = kind.exposes && `{{components.${name}.${kind.exposes}}}`;

  function change(key: string, value: unknown): void {
    store.changeCanvas(canvas => changeProperty(canvas, id, key, value), `Changed ${name}`, `property ${id} ${key}`);
    // What was typed before would hide the new value at first.
    if (key === kind?.exposes) store.setInput(id, undefined);
  }

  function leave(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    document.getElementById(handleIdOf(id))?.focus();
  }

  return (
    <section className="panel canvas-properties" aria-label={`Properties of ${name}`} onKeyDown={leave}>
      <div className="panel-heading">
        <h2>{kind.title}</h2>
        <button type="button" onClick={({ detail }) => detail < 2 && removeOne(store, component)}>
          Delete
        </button>
      </div>
      <NameField key={id} component={component} />
      {binding && (
        <button type="button" className="quiet canvas-binding" onClick={() => copyText(binding)}>
          Copy {binding}
        </button>
      )}
      {kind.fields.map(field => (
        <FieldRow
          key={`${id} ${field.key}`}
          field={withChoices(field)}
          values={properties}
          isSecretSet={false}
          onChange={change}
        />
      ))}
      <PlaceFields component={component} />
    </section>
  );
}

function NameField({ component: { id, name } }: { component: CanvasComponent }): ReactNode {
  const store = useQueryStore();
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();

  function rename(): void {
    if (typed === undefined) return;
    try {
      store.renameComponent(id, typed.trim());
      setTyped(undefined);
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <div className="field">
      <div className="field-label">
        <label htmlFor={nameFieldId}>Name</label>
      </div>
      <input
        id={nameFieldId}
        type="text"
        value={typed ?? name}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby="canvas-name-problem"
        onChange={event => setTyped(event.target.value)}
        onBlur={rename}
        onKeyDown={event => event.key === 'Enter' && rename()}
      />
      <p id="canvas-name-problem" className="expression-note problem" role="alert">
        {problem}
      </p>
    </div>
  );
}
