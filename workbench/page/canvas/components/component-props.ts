import type { ReactNode } from 'react';
import type { Values } from '../../../forms/field';
import type { CanvasComponent } from '../component';

/** What draws a component is given. */
export interface ComponentProps {
  component: CanvasComponent;
  /** The properties, evaluated. */
  values: Values;
  /** Why something that it reads is not there yet. */
  waiting: string | undefined;
}

/** Draws the components of one kind. */
export type Draw = (props: ComponentProps) => ReactNode;
