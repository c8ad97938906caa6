import { type FormEvent, type ReactNode, useState } from 'react';
import type { Values } from '../../forms/field';
import { at } from '../../forms/json';
import { FormLevel } from '../form/form-level';
import type { ShownConnection } from '../host-api/connection';
import { announce } from '../shell/announcements';
import { ConnectionTest } from './connection-test';

interface Props {
  manifest: unknown;
  shown: ShownConnection;
  onSave(values: Values): Promise<void>;
}

/** The manifest's form. What is entered goes to the server's memory when it is saved; secrets leave the page then. */
export function ConnectionForm({ manifest, shown, onSave }: Props): ReactNode {
  const [changes, setChanges] = useState<Values>({});
  const isChanged = Object.keys(changes).length > 0;

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    await onSave(changes);
    setChanges({});
    announce('Saved in the memory of the workbench, until it stops');
  }

  return (
    <form className="connection-form" onSubmit={save}>
      <p className="muted">
        What you enter is kept in the memory of the workbench on this machine until it stops, and written nowhere. Keys
        are not sent back to this page.
      </p>
      <FormLevel
        node={at(manifest, 'properties')}
        values={{ ...shown.values, ...changes }}
        secretsSet={shown.secretsSet.filter(key => changes[key] !== null)}
        onChange={(key, value) => setChanges(old => ({ ...old, [key]: value }))}
      />
      <div className="actions">
        <button type="submit" className="primary" disabled={!isChanged}>
          Save
        </button>
        {isChanged ? <span className="muted">Not saved yet</span> : <ConnectionTest />}
      </div>
    </form>
  );
}
