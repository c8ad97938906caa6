import type { ReactNode } from 'react';
import type { WidgetProps } from './widget';

/** A check box drawn as a switch. */
export function ToggleWidget({ id, value, onChange }: WidgetProps): ReactNode {
  return (
    <input
      id={id}
      type="checkbox"
      className="toggle"
      checked={value === true || value === 'true'}
      onChange={event => onChange(event.target.checked)}
    />
  );
}
