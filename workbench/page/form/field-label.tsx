import { type ReactNode, useState } from 'react';
import type { Field } from '../../forms/field';
import { Tooltip } from './tooltip';

interface Props {
  /** Of the field that this labels. */
  id: string;
  field: Field;
}

/** A label that is easy to read: its help has a button, and required fields are called so. */
export function ComfortableLabel({ id, field: { label, isMandatory, tooltip } }: Props): ReactNode {
  const name = isMandatory ? label.replace(/ \*$/, '') : label;
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a label has no keys; a code editor, being no form control, does not follow it */}
      <label id={`${id}-label`} htmlFor={id} onClick={() => document.getElementById(id)?.focus()}>
        {name}
        {isMandatory && <span className="mandatory"> required</span>}
      </label>
      {tooltip && <Tooltip about={name}>{tooltip}</Tooltip>}
    </>
  );
}

/** A label as the host draws it: dashed where a click shows help, which drop-downs that change the form lack. */
export function HostLabel({ id, field: { type, label, tooltip } }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isFlip = type === 'dropdown-component-flip';
  if (!tooltip || isFlip) {
    return (
      <label id={`${id}-label`} htmlFor={id}>
        {label}
      </label>
    );
  }
  return (
    <>
      <label id={`${id}-label`} htmlFor={id}>
        <button type="button" className="dashed" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {label}
        </button>
      </label>
      {isOpen && <p className="tooltip">{tooltip}</p>}
    </>
  );
}
