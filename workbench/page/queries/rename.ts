import type { CanvasComponent } from '../canvas/component';
import { kinds } from '../canvas/kinds';
import { renameReferences } from './names';
import type { Reference } from './references';
import type { QueryCollection, SavedQuery } from './saved-query';

type Collected = Pick<QueryCollection, 'queries' | 'canvas'>;

/** Gives one query or component another name; everything that reads it follows. */
export function rename({ queries, canvas }: Collected, kind: Reference['kind'], id: string, to: string): Collected {
  const from = [...queries, ...canvas].find(entry => entry.id === id)?.name;
  if (from === undefined || from === to) return { queries, canvas };
  const nameOf = (entry: SavedQuery | CanvasComponent) => (entry.id === id ? to : entry.name);
  return {
    queries: queries.map(query => ({
      ...query,
      name: nameOf(query),
      options: renameReferences(query.options, kind, from, to),
    })),
    canvas: canvas.map(component => {
      const properties = renameReferences(component.properties, kind, from, to);
      const field = kinds.get(component.kind)?.queryField;
      const isNamed = kind === 'queries' && field !== undefined && properties[field] === from;
      return {
        ...component,
        name: nameOf(component),
        properties: isNamed ? { ...properties, [field]: to } : properties,
      };
    }),
  };
}
