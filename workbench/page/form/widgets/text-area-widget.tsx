import type { ReactNode } from 'react';
import { toText, type WidgetProps } from './widget';

const lineHeight = 22;

/** A box that grows with its text; the field's height says how many lines it shows at first. */
export function TextAreaWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  const pixels = Number.parseInt(field.height ?? '', 10);
  const isTall = pixels > 2 * lineHeight || field.type === 'textarea';
  return (
    <textarea
      id={id}
      className={isTall ? 'tall' : 'short'}
      rows={isTall ? 4 : 1}
      value={toText(value)}
      placeholder={field.placeholder}
      spellCheck={false}
      onChange={event => onChange(event.target.value)}
    />
  );
}
