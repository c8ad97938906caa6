import { type ReactNode, useId } from 'react';
import { toText } from '../../form/widgets/widget';
import type { ComponentProps } from './component-props';
import { FieldFrame } from './field-frame';
import { useValue } from './use-value';

/** A day, as 2026-12-31. */
export function DateInput({ component, values }: ComponentProps): ReactNode {
  const id = useId();
  const [value, setValue] = useValue(component);
  return (
    <FieldFrame id={id} label={toText(values['label']) || component.name}>
      <input id={id} type="date" value={toText(value)} onChange={event => setValue(event.target.value)} />
    </FieldFrame>
  );
}
