import type { ReactNode } from 'react';
import { toText, type WidgetProps } from './widget';

/** A box that grows with its text. */
export function TextAreaWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  return (
    <textarea
      id={id}
      rows={4}
      value={toText(value)}
      placeholder={field.placeholder}
      spellCheck={false}
      onChange={event => onChange(event.target.value)}
    />
  );
}
