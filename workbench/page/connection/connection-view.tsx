import { type ReactNode, useId } from 'react';
import type { ViewProps } from '../view';
import { ConnectionForm } from './connection-form';
import { ConnectionTest } from './connection-test';
import { useSharedConnection } from './use-connection';

/** Chooses between the emulator and a connection of one's own, whose form the manifest draws. */
export function ConnectionView({ plugin: { manifest } }: ViewProps): ReactNode {
  const { shown, change, save } = useSharedConnection();
  const name = useId();
  if (!shown) return null;
  return (
    <section className="panel connection" aria-labelledby={`${name}-heading`}>
      <h2 id={`${name}-heading`}>Connection</h2>
      <fieldset className="choice">
        <legend className="visually-hidden">Queries run on</legend>
        <label>
          <input type="radio" name={name} checked={!shown.isOwn} onChange={() => change(false)} />
          <span>
            <strong>Built-in emulator</strong>
            <span className="muted">Answers on this machine. No key, no network, no cost.</span>
          </span>
        </label>
        <label>
          <input type="radio" name={name} checked={shown.isOwn} onChange={() => change(true)} />
          <span>
            <strong>Own connection</strong>
            <span className="muted">The real API or a compatible server. Queries may be billed.</span>
          </span>
        </label>
      </fieldset>
      {shown.isOwn ? (
        <ConnectionForm manifest={manifest} shown={shown} onSave={save} />
      ) : (
        <>
          <ConnectionTest key="emulator" />
          {shown.notes.map(note => (
            <p className="muted" key={note}>
              {note}
            </p>
          ))}
        </>
      )}
    </section>
  );
}
