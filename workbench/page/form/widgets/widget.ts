import type { ReactNode } from 'react';
import type { Field } from '../../../forms/field';

/** What a widget is given. */
export interface WidgetProps {
  /** Ties the label to the widget. */
  id: string;
  field: Field;
  value: unknown;
  onChange(value: unknown): void;
}

/** Draws a field of one type. */
export type Widget = (props: WidgetProps) => ReactNode;

/** A value as text for a box; lists and objects as JSON. */
export function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
