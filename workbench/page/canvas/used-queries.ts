import { referencesOf } from '../queries/references';
import type { SavedQuery } from '../queries/saved-query';
import type { CanvasComponent } from './component';
import { kinds } from './kinds';

/** The queries that a canvas runs or reads. */
export function listUsedQueries(canvas: CanvasComponent[], queries: SavedQuery[]): SavedQuery[] {
  const names = canvas.flatMap(({ kind, properties }) => [
    ...referencesOf(properties).flatMap(reference => (reference.kind === 'queries' ? reference.name : [])),
    properties[kinds.get(kind)?.queryField ?? ''],
  ]);
  return queries.filter(({ name }) => names.includes(name));
}
