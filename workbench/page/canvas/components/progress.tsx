import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import type { ComponentProps } from './component-props';

/** How far something is, of a whole; without a number it only says that something goes on. */
export function Progress({ component, values }: ComponentProps): ReactNode {
  const value = Number(values['value']);
  const whole = Number(values['whole']) || 100;
  const isKnown = values['value'] !== '' && values['value'] !== undefined && Number.isFinite(value);
  const label = toText(values['label']) || component.name;
  return (
    <div className="canvas-progress">
      <span>
        {label}
        {isKnown && <span className="muted figures"> {Math.round((100 * value) / whole)} %</span>}
      </span>
      <progress aria-label={label} max={whole} {...(isKnown && { value })} />
    </div>
  );
}
