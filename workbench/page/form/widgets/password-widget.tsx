import type { ReactNode } from 'react';
import { toText, type WidgetProps } from './widget';

/** A box that hides what it holds. */
export function PasswordWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  return (
    <input
      id={id}
      type="password"
      value={toText(value)}
      placeholder={field.placeholder}
      // A browser that stores the key would keep it longer than this page does.
      autoComplete="new-password"
      spellCheck={false}
      onChange={event => onChange(event.target.value)}
    />
  );
}
