import type { Answer } from '../http';
import type { JsonObject } from '../json';
import { checkChoice, checkNumber } from '../parameter-checks';

const defaultLimit = 20;

/** A page of items, newest first unless the query says otherwise. */
export function listItems(items: JsonObject[], query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? defaultLimit);
  checkNumber({ limit }, 'limit', { minimum: 1, maximum: 100, integer: true });
  checkChoice({ order: query.get('order') }, 'order', ['asc', 'desc']);
  const ordered = query.get('order') === 'asc' ? items : items.toReversed();
  const start = ordered.findIndex(({ id }) => id === query.get('after')) + 1;
  const data = ordered.slice(start, start + limit);
  const ends = { first_id: data[0]?.['id'] ?? null, last_id: data.at(-1)?.['id'] ?? null };
  return { body: { object: 'list', data, ...ends, has_more: start + data.length < ordered.length } };
}
