import type { Answer } from '../http/messages';
import { checkChoice, checkNumber } from './checks';

interface Limits {
  /** Items on a page unless the query says otherwise. */
  usual: number;
  maximum: number;
}

const defaultLimits: Limits = { usual: 20, maximum: 100 };

function indexOf(items: { id?: unknown }[], id: string | null, otherwise: number): number {
  const index = items.findIndex(item => item.id === id);
  return index < 0 ? otherwise : index;
}

/** A page of items that are given oldest first; newest first unless the query says otherwise. */
export function listItems(
  items: readonly { id?: unknown }[],
  query: URLSearchParams,
  { usual, maximum } = defaultLimits
): Answer {
  const limit = Number(query.get('limit') ?? usual);
  checkNumber({ limit }, 'limit', { minimum: 1, maximum, integer: true });
  checkChoice({ order: query.get('order') }, 'order', ['asc', 'desc']);
  const ordered = query.get('order') === 'asc' ? [...items] : items.toReversed();
  const rest = ordered.slice(indexOf(ordered, query.get('after'), -1) + 1);
  const wished = rest.slice(0, indexOf(rest, query.get('before'), rest.length));
  // In front of an item stand those that are nearest to it.
  const data = query.has('before') ? wished.slice(-limit) : wished.slice(0, limit);
  const ends = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  return { body: { object: 'list', data, ...ends, has_more: data.length < wished.length } };
}
