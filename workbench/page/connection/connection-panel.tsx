import { type ReactNode, useId } from 'react';
import { FormLevel } from '../form/form-level';
import { at } from '../json/at';
import { ConnectionTest } from './connection-test';
import type { Connection } from './use-connection';

interface Props {
  manifest: unknown;
  connection: Connection;
}

/** Chooses between the emulator and a connection of one's own, whose form the manifest draws. */
export function ConnectionPanel({ manifest, connection }: Props): ReactNode {
  const name = useId();
  const { isOwn, choose } = connection;
  return (
    <details className="panel">
      <summary>
        <h2>Connection</h2>
        <span className="muted">{isOwn ? 'your own' : 'built-in emulator, no key needed'}</span>
      </summary>
      <ConnectionTest source={connection.source}>
        <fieldset className="choice">
          <legend className="visually-hidden">Connection to use</legend>
          <label>
            <input type="radio" name={name} checked={!isOwn} onChange={() => choose(false)} /> Built-in emulator
          </label>
          <label>
            <input type="radio" name={name} checked={isOwn} onChange={() => choose(true)} /> Your own
          </label>
        </fieldset>
        {isOwn && (
          <>
            <p className="muted">Real queries cost money. What you enter stays in this page until you close it.</p>
            <FormLevel node={at(manifest, 'properties')} values={connection.values} onChange={connection.change} />
          </>
        )}
      </ConnectionTest>
    </details>
  );
}
