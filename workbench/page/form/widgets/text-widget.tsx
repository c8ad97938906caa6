import type { ReactNode } from 'react';
import { toText, type WidgetProps } from './widget';

/** A box of one line. */
export function TextWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  return (
    <input
      id={id}
      type="text"
      value={toText(value)}
      placeholder={field.placeholder}
      autoComplete="off"
      spellCheck={false}
      onChange={event => onChange(event.target.value)}
    />
  );
}
