import type { ReactNode } from 'react';
import { toText, type WidgetProps } from './widget';

/** A drop-down. A value that is not in its list, left by another form, is shown and sent all the same. */
export function DropdownWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  const chosen = toText(value);
  const isListed = field.choices.some(choice => choice.value === chosen);
  return (
    <select id={id} value={chosen} onChange={event => onChange(event.target.value)}>
      {!isListed && <option value={chosen}>{chosen === '' ? 'Select…' : `${chosen} (not in this list)`}</option>}
      {field.choices.map(choice => (
        <option key={choice.value} value={choice.value}>
          {choice.name}
        </option>
      ))}
    </select>
  );
}
