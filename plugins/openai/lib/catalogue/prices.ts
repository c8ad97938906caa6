import { bareOnDemand } from './bare';
import prices from './prices.json';

/** Token prices, in USD per 1M tokens. */
export const TOKEN_PRICES = [
  'input',
  'cached_input',
  'cache_write',
  'output',
  'image_input',
  'cached_image_input',
  'image_output',
  'audio_input',
  'audio_output',
] as const;

/** Factors by which service tiers change prices. */
export const TIER_FACTORS = ['batch', 'flex', 'priority'] as const;

export type TokenPrice = (typeof TOKEN_PRICES)[number];

/** The prices of one model, in USD; unknown ones are absent. */
export interface Price
  extends Partial<Record<TokenPrice, number>>,
    Partial<Record<(typeof TIER_FACTORS)[number], number>> {
  free?: true;
  /** For any image, or by size and quality: "1024x1024 hd". */
  per_image?: number | Record<string, number>;
  per_minute?: number;
  per_million_characters?: number;
  /** Requests with more than `LONG_CONTEXT.over` input tokens have other prices: by its factors, or unknown. */
  long_context?: 'priced' | 'unknown';
  /** YYYY-MM-DD; absent for prices that a connection sets. */
  checked?: string;
}

interface Listed extends Price {
  ids: string[];
  /** The last day on which it is certain, YYYY-MM-DD. */
  until?: string;
}

/** Above how many input tokens the whole request costs more, and by which factors. */
export const LONG_CONTEXT: { over: number; input: number; output: number } = prices.long_context;

/** Hosted tools that are billed by the call. */
export const TOOLS: Record<ToolName, { per_1000_calls: number; not_with?: string[] }> = prices.tools;

export type ToolName = 'web_search' | 'file_search';

const findPrice = bareOnDemand(
  new Map((prices.models as Listed[]).flatMap(price => price.ids.map(id => [id, price] as const)))
);

/**
 * OpenAI's price of a model, by its exact id: a fine-tune, or a model not listed, has none.
 *
 * @param day Today, YYYY-MM-DD; a promotion whose end has come is no longer certain.
 */
export function lookUpPrice(id: string, day: string): Price | undefined {
  const price = findPrice(id);
  return price && (price.until === undefined || day <= price.until) ? price : undefined;
}
