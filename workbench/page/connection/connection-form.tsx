import { type FormEvent, type ReactNode, useState } from 'react';
import type { Values } from '../../forms/field';
import { at, textAt } from '../../forms/json';
import { FormLevel } from '../form/form-level';
import { useFormStyle } from '../form/form-style';
import { FormStyleChoice } from '../form/form-style-choice';
import type { ShownConnection } from '../host-api/connection';
import { announce } from '../shell/announcements';
import { ConnectionTest } from './connection-test';

interface Props {
  manifest: unknown;
  shown: ShownConnection;
  /** @throws Error that says what the server does not take. */
  onSave(values: Values): Promise<ShownConnection>;
}

/** The manifest's form. What is entered goes to the server's memory when it is saved; secrets leave the page then. */
export function ConnectionForm({ manifest, shown, onSave }: Props): ReactNode {
  const [changes, setChanges] = useState<Values>({});
  const [problem, setProblem] = useState<string>();
  const isChanged = Object.keys(changes).length > 0;
  const style = useFormStyle();

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const { secretsDropped } = await onSave(changes);
      setChanges({});
      setProblem(undefined);
      const labels = secretsDropped.map(key => textAt(manifest, 'properties', key, 'label') ?? key).join(', ');
      announce(
        labels
          ? `Saved. Removed, since they belong to the old address: ${labels}`
          : 'Saved in the memory of the workbench, until it stops'
      );
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <form className={`connection-form as-${style}`} onSubmit={save}>
      <p className="muted">
        What you enter is kept in the memory of the workbench on this machine until it stops, and written nowhere. Keys
        are not sent back to this page, and a key goes to no other address than the one it was entered with.
      </p>
      <FormStyleChoice />
      <FormLevel
        node={at(manifest, 'properties')}
        values={{ ...shown.values, ...changes }}
        secretsSet={shown.secretsSet.filter(key => changes[key] !== null)}
        onChange={(key, value) => setChanges(old => ({ ...old, [key]: value }))}
      />
      <p className="expression-note problem" role="alert">
        {problem}
      </p>
      <div className="actions">
        <button type="submit" className="primary" disabled={!isChanged}>
          Save
        </button>
        <ConnectionTest {...(isChanged && { changes })} />
        {isChanged && <span className="muted">Not saved yet</span>}
      </div>
    </form>
  );
}
