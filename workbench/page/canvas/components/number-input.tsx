import { type ReactNode, useId } from 'react';
import { toText } from '../../form/widgets/widget';
import type { ComponentProps } from './component-props';
import { FieldFrame } from './field-frame';
import { useValue } from './use-value';

/** A number; nothing while the box is empty. */
export function NumberInput({ component, values }: ComponentProps): ReactNode {
  const id = useId();
  const [value, setValue] = useValue(component);
  return (
    <FieldFrame id={id} label={toText(values['label']) || component.name}>
      <input
        id={id}
        type="number"
        value={toText(value)}
        step="any"
        onChange={({ target }) => setValue(target.value === '' ? '' : target.valueAsNumber)}
      />
    </FieldFrame>
  );
}
