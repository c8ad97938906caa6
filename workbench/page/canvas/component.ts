import type { Values } from '../../forms/field';
import { at, isObject, textAt } from '../../forms/json';
import { checkName } from '../queries/names';
import { kinds } from './kinds';
import { columns, type Place } from './places';

/** A component as the builder made it. */
export interface CanvasComponent {
  /** Stays the same when the component is renamed; unique in this page only. */
  id: string;
  /** What expressions call it: `components.<name>`. */
  name: string;
  /** One of `kinds`. */
  kind: string;
  place: Place;
  /** Where it stands; the first page if it names none. */
  page?: string;
  /** By the kind's fields, with their expressions. */
  properties: Values;
}

/**
 * Reads a component of a file and gives it a new id.
 *
 * @param others Whose names are taken.
 * @throws Error that says what is wrong with it.
 */
export function readComponent(entry: unknown, others: CanvasComponent[]): CanvasComponent {
  const name = textAt(entry, 'name') ?? '';
  const kind = textAt(entry, 'kind') ?? '';
  const properties = at(entry, 'properties');
  const problem = checkName(name, others, 'component');
  if (problem) throw new Error(`The component "${name}" cannot be taken. ${problem}`);
  if (!kinds.has(kind)) throw new Error(`The component "${name}" is of an unknown kind, "${kind}".`);
  const place = readPlace(at(entry, 'place'));
  if (!place) throw new Error(`The component "${name}" has no place on a grid of ${columns} columns.`);
  const page = textAt(entry, 'page');
  return {
    id: crypto.randomUUID(),
    name,
    kind,
    place,
    ...(page && { page }),
    properties: isObject(properties) ? properties : {},
  };
}

function readPlace(value: unknown): Place | undefined {
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map(key => at(value, key));
  if (!isCount(x) || !isCount(y) || !isCount(w) || !isCount(h)) return undefined;
  return w >= 1 && h >= 1 && x + w <= columns ? { x, y, w, h } : undefined;
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
