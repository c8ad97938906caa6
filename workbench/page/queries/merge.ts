import { listPages } from '../canvas/pages';
import { bottomOf, pageOf } from '../canvas/places';
import { findFreeName } from './names';
import { rename } from './rename';
import type { QueryCollection } from './saved-query';

/**
 * What a collection adds to another: its queries and components under names that are free there, with all that reads
 * them, and its components below those that are there.
 *
 * @param page Where all of it goes; without one, each component's own page.
 */
export function fitInto(here: QueryCollection, added: QueryCollection, page?: string): QueryCollection {
  let fresh: Pick<QueryCollection, 'queries' | 'canvas'> = added;
  for (const kind of ['queries', 'components'] as const) {
    const list = kind === 'queries' ? 'queries' : 'canvas';
    for (const { id } of added[list]) {
      const name = fresh[list].find(entry => entry.id === id)?.name ?? '';
      const others = [...here[list], ...fresh[list].filter(entry => entry.id !== id)];
      fresh = rename(fresh, kind, id, findFreeName(name, others));
    }
  }
  const canvas = fresh.canvas.map(component => {
    const target = page ?? pageOf(component);
    const top = bottomOf(here.canvas.filter(other => pageOf(other) === target));
    return { ...component, page: target, place: { ...component.place, y: component.place.y + top } };
  });
  const pages = page === undefined ? listPages({ ...added, canvas }) : [page];
  return { queries: fresh.queries, canvas, pages, stand_ins: added.stand_ins };
}
