import { CircleHelp } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';

interface Props {
  /** The label this explains. */
  about: string;
  children: string;
}

/** A button that shows and hides a field's help. */
export function Tooltip({ about, children }: Props): ReactNode {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="tooltip-button"
        aria-label={`Help on ${about}`}
        aria-expanded={open}
        aria-controls={id}
        title={children}
        onClick={() => setOpen(!open)}
      >
        <CircleHelp size={14} aria-hidden />
      </button>
      <p id={id} className="tooltip" hidden={!open}>
        {children}
      </p>
    </>
  );
}
