import { type ReactNode, useId } from 'react';
import { toText } from '../../form/widgets/widget';
import { readChoices } from './choices';
import type { ComponentProps } from './component-props';
import { FieldFrame } from './field-frame';
import { useValue } from './use-value';

/** A choice from a list. */
export function Dropdown({ component, values }: ComponentProps): ReactNode {
  const id = useId();
  const [value, setValue] = useValue(component);
  const choices = readChoices(values['choices']);
  const chosen = toText(value);
  return (
    <FieldFrame id={id} label={toText(values['label']) || component.name}>
      <select id={id} value={chosen} onChange={event => setValue(event.target.value)}>
        {!choices.some(choice => choice.value === chosen) && <option value={chosen}>{chosen || 'Choose…'}</option>}
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
