import type { ReactNode } from 'react';
import { useFormStyle } from '../form-style';
import { toText, type WidgetProps } from './widget';

/** A drop-down. A value that the list does not have is sent all the same, so it is shown, or hidden as the host hides it. */
export function DropdownWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  const isComfortable = useFormStyle() === 'comfortable';
  const text = toText(value);
  const isListed = field.choices.some(choice => choice.value === text);
  const unlisted = isComfortable && text !== '' ? `${text} (not in the list)` : 'Select..';
  return (
    <select id={id} value={isListed ? text : ''} onChange={event => onChange(event.target.value)}>
      {!isListed && <option value="">{unlisted}</option>}
      {field.choices.map(choice => (
        <option key={choice.value} value={choice.value}>
          {nameOf(choice.name)}
        </option>
      ))}
    </select>
  );
}

/** The host draws a badge in the place of this word. */
const nameOf = (name: string): string =>
  name.includes('(Deprecated)') ? `${name.replace('(Deprecated)', '').trim()} [Deprecated]` : name;
