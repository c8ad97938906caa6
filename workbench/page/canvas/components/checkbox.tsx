import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import type { ComponentProps } from './component-props';
import { useValue } from './use-value';

/** Yes or no. */
export function Checkbox({ component, values }: ComponentProps): ReactNode {
  const [value, setValue] = useValue(component);
  return (
    <label className="check canvas-check">
      <input type="checkbox" checked={value === true} onChange={event => setValue(event.target.checked)} />
      {toText(values['label']) || component.name}
    </label>
  );
}
