import { findFreeName } from '../queries/names';
import type { CanvasComponent } from './component';
import type { Kind } from './kind';
import { findFreePlace, fit, type Place, settle } from './places';

/** A new component of a kind; without a place it stands in the first gap that is large enough. */
export function makeComponent(canvas: CanvasComponent[], kind: Kind, at?: Pick<Place, 'x' | 'y'>): CanvasComponent {
  return {
    id: crypto.randomUUID(),
    name: findFreeName(`${kind.id}1`, canvas),
    kind: kind.id,
    place: at ? fit({ ...at, ...kind.size }) : findFreePlace(canvas, kind.size),
    properties: { ...kind.defaults },
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
