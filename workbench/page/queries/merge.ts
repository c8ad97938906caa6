import { bottomOf } from '../canvas/places';
import { findFreeName } from './names';
import { rename } from './rename';
import type { QueryCollection } from './saved-query';

/**
 * What a collection adds to another: its queries and components under names that are free there, with all that reads
 * them, and its components below those that are there.
 */
export function fitInto(here: QueryCollection, added: QueryCollection): QueryCollection {
  let fresh: Pick<QueryCollection, 'queries' | 'canvas'> = added;
  for (const kind of ['queries', 'components'] as const) {
    const list = kind === 'queries' ? 'queries' : 'canvas';
    for (const { id } of added[list]) {
      const name = fresh[list].find(entry => entry.id === id)?.name ?? '';
      const others = [...here[list], ...fresh[list].filter(entry => entry.id !== id)];
      fresh = rename(fresh, kind, id, findFreeName(name, others));
    }
  }
  const top = bottomOf(here.canvas);
  const canvas = fresh.canvas.map(component => ({
    ...component,
    place: { ...component.place, y: component.place.y + top },
  }));
  return { queries: fresh.queries, canvas, stand_ins: added.stand_ins };
}
