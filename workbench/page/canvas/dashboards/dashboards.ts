import type { Values } from '../../../forms/field';
import { at, listAt, textAt } from '../../../forms/json';
import { type QueryCollection, readCollection } from '../../queries/saved-query';

/** A canvas to start from, with its queries. */
export interface Dashboard {
  title: string;
  /** What one does with it. */
  description: string;
  collection: QueryCollection;
}

/**
 * Reads dashboards as a file has them: each a title, a description, and what an export has.
 *
 * @param defaults Of a new query, from the plugin's form.
 * @throws Error that says what is wrong with one.
 */
export function readDashboards(content: unknown, defaults: Values): Dashboard[] {
  return listAt(content, 'dashboards').map(entry => {
    const collection = readCollection(JSON.stringify(at(entry, 'collection')));
    const queries = collection.queries.map(query => ({ ...query, options: { ...defaults, ...query.options } }));
    return {
      title: textAt(entry, 'title') ?? '',
      description: textAt(entry, 'description') ?? '',
      collection: { ...collection, queries },
    };
  });
}
