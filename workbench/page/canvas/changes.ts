import type { Values } from '../../forms/field';
import { findFreeName } from '../queries/names';
import type { CanvasComponent } from './component';
import type { Kind } from './kind';
import { findFreePlace, firstPage, fit, type Place, pageOf, settle } from './places';

interface Where {
  /** Without one, the first gap that is large enough. */
  at?: Pick<Place, 'x' | 'y'>;
  page?: string;
  /** In the place of the kind's defaults. */
  properties?: Values;
}

/** A new component of a kind. */
export function makeComponent(
  canvas: CanvasComponent[],
  kind: Kind,
  { at, page, properties }: Where = {}
): CanvasComponent {
  const others = canvas.filter(other => pageOf(other) === (page ?? firstPage));
  return {
    id: crypto.randomUUID(),
    name: findFreeName(`${kind.id}1`, canvas),
    kind: kind.id,
    place: at ? fit({ ...at, ...kind.size }) : findFreePlace(others, kind.size),
    ...(page && { page }),
    properties: { ...kind.defaults, ...properties },
  };
}

/** With one component more; others make room. */
export const addComponent = (canvas: CanvasComponent[], component: CanvasComponent): CanvasComponent[] =>
  settle([...canvas, component], component.id);

/** With another value of one property. */
export const changeProperty = (canvas: CanvasComponent[], id: string, key: string, value: unknown): CanvasComponent[] =>
  canvas.map(component =>
    component.id === id ? { ...component, properties: { ...component.properties, [key]: value } } : component
  );

/** Without some of its components. */
export const removeComponents = (canvas: CanvasComponent[], removed: CanvasComponent[]): CanvasComponent[] =>
  canvas.filter(component => !removed.some(({ id }) => id === component.id));
