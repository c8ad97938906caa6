import type OpenAI from 'openai';
import { checkBody, unusable } from '../failures/body-check';
import type { Call } from '../operation';
import { isJsonObject } from '../options/json-object';

/** A list to fetch, up to a limit. */
export interface ListRequest {
  path: string;
  /** The endpoint's parameters other than `limit` and `after`. */
  query: Record<string, unknown>;
  limit: number;
  /** The endpoint's maximum page size. */
  largestPage: number;
}

/** The beginning of a list. */
export interface Listed<Item> {
  items: Item[];
  /** There are more items than the limit. */
  has_more: boolean;
}

interface Page<Item> {
  data: Item[];
  has_more: boolean;
  last_id?: string | undefined;
}

/** How many requests a list may take. */
export function countPages({ limit, largestPage }: ListRequest): number {
  return Math.ceil(limit / largestPage);
}

/**
 * Fetches a list page by page, up to its limit. Each page is retried by itself.
 *
 * @throws UnusableResponse where a page is not a list.
 */
export async function listUpTo<Item extends object>(
  client: OpenAI,
  { path, query, limit, largestPage }: ListRequest,
  call: Call
): Promise<Listed<Item>> {
  const items: Item[] = [];
  let after = query['after'];
  for (;;) {
    const pageQuery = { ...query, limit: Math.min(largestPage, limit - items.length), ...(after ? { after } : {}) };
    const page = await call.attempt(async () =>
      readPage<Item>(await client.get<unknown>(path, { query: pageQuery, signal: call.signal }))
    );
    const next = page.last_id ?? idOf(page.data.at(-1));
    // A server that does not know `after` gives the same page again.
    const isRepeated = after !== undefined && next === after;
    if (!isRepeated) for (const item of page.data) items.push(item);
    if (!page.has_more || !next || isRepeated || items.length >= limit)
      return { items: items.slice(0, limit), has_more: page.has_more || items.length > limit };
    after = next;
  }
}

/** The entries of a list, or of the bare array that some servers return instead; what the SDK takes for an empty list may be a web page. */
export function readPage<Item extends object = object>(response: unknown): Page<Item> {
  const body = checkBody(response);
  const isBareList = Array.isArray(body) && body.length > 0;
  const page = isBareList ? { data: body } : body;
  const named = isJsonObject(page) ? [page['data'], page['models']] : [];
  // Ollama's own list is called models.
  const data: unknown = named[0] ?? (Array.isArray(named[1]) && named[1].length > 0 ? named[1] : undefined);
  const entries = Array.isArray(data) ? data.filter(isJsonObject) : [];
  const isList = Array.isArray(data) && (data.length === 0 || entries.length > 0);
  if (!isJsonObject(page) || !isList) throw unusable(body, 'The response has no list');
  const { has_more, last_id } = page;
  return {
    data: entries as Item[],
    has_more: has_more === true,
    ...(typeof last_id === 'string' && { last_id }),
  };
}

function idOf(item: object | undefined): string | undefined {
  const id: unknown = item && Reflect.get(item, 'id');
  return typeof id === 'string' ? id : undefined;
}
