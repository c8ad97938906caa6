import type OpenAI from 'openai';
import { checkAnswer } from '../failures/answer-check';
import { UnusableAnswer } from '../failures/failure';
import type { Call } from '../operation';

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
  has_more?: boolean;
  last_id?: string | null;
}

/** How many requests a list may take. */
export function countPages({ limit, largestPage }: ListRequest): number {
  return Math.ceil(limit / largestPage);
}

/**
 * Fetches a list page by page, up to its limit. Each page is retried by itself.
 *
 * @throws UnusableAnswer where a page is not a list.
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
      checkPage(await client.get<Page<Item>>(path, { query: pageQuery, signal: call.signal }))
    );
    for (const item of page.data) items.push(item);
    const next = page.last_id ?? idOf(page.data.at(-1));
    const isOver = !page.has_more || !next || next === after;
    if (isOver || items.length >= limit)
      return { items: items.slice(0, limit), has_more: !isOver || items.length > limit };
    after = next;
  }
}

/** The SDK reads a web page as an empty list. */
function checkPage<Item>(page: Page<Item>): Page<Item> {
  if (Array.isArray(page?.data)) return page;
  checkAnswer(page);
  throw new UnusableAnswer('unexpected_answer', "The server's response contains no list");
}

function idOf(item: object | undefined): string | undefined {
  const id: unknown = item && Reflect.get(item, 'id');
  return typeof id === 'string' ? id : undefined;
}
