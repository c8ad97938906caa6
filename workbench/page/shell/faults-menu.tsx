import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { fetchFaults, type ShownFaults, setFault } from '../host-api/faults';
import { announce } from './announcements';

/** Lets the emulator fail as the API does, so that a builder sees what users will see. */
export function FaultsMenu(): ReactNode {
  const [shown, setShown] = useState<ShownFaults>();
  const id = useId();
  useEffect(() => void fetchFaults().then(setShown), []);
  if (!shown) return null;
  const current = shown.faults.find(({ id: fault }) => fault === shown.fault);

  async function choose(fault: string | null, once: boolean): Promise<void> {
    setShown(old => old && { ...old, fault, once });
    try {
      setShown(await setFault(fault, once));
    } catch (error) {
      announce(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <>
      <button type="button" className={current ? 'header-button fault-on' : 'header-button'} popoverTarget={id}>
        <TriangleAlert size={16} aria-hidden />
        <span className="header-text">{current ? `Fault: ${current.title}` : 'Faults'}</span>
      </button>
      <div id={id} popover="auto" className="menu faults-menu">
        <fieldset>
          <legend>Answers of the emulator</legend>
          <label>
            <input type="radio" name={id} checked={shown.fault === null} onChange={() => choose(null, false)} />
            <span>
              <strong>As they should be</strong>
            </span>
          </label>
          {shown.faults.map(({ id: fault, title, description }) => (
            <label key={fault}>
              <input
                type="radio"
                name={id}
                checked={shown.fault === fault}
                onChange={() => choose(fault, shown.once)}
              />
              <span>
                <strong>{title}</strong>
                <span className="muted">{description}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="check">
          <input
            type="checkbox"
            checked={shown.once}
            disabled={shown.fault === null}
            onChange={event => choose(shown.fault, event.target.checked)}
          />
          Only the next request
        </label>
      </div>
    </>
  );
}
