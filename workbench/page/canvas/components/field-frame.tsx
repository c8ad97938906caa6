import type { ReactNode } from 'react';

interface Props {
  id: string;
  label: string;
  children: ReactNode;
}

/** A label above what it names. */
export const FieldFrame = ({ id, label, children }: Props): ReactNode => (
  <div className="canvas-field">
    <label htmlFor={id}>{label}</label>
    {children}
  </div>
);
