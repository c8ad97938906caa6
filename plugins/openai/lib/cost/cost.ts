import { type Price, TOOLS } from '../catalogue/prices';
import type { Charge, ModelCharge } from './charges';
import { findPrice, type PriceBook, type PricedModel } from './price-book';
import { type Part, priceTokens, tierFactor } from './token-cost';

/** What a query cost, and the prices it is based on. */
export interface Cost {
  usd: number;
  /** "gpt-5.4: $2.5 input, $15 output per 1M tokens; OpenAI's prices of 2026-11-20" */
  basis: string;
}

/**
 * What was billed, or null where a price or a count is unknown; never an estimate.
 *
 * @param pricedModel The model that responded.
 */
export function priceCharges(charges: Charge[] | null, pricedModel: PricedModel, book: PriceBook): Cost | null {
  const origins = new Set<string>();
  const parts: Part[] = [];
  for (const charge of charges ?? []) {
    const part =
      'tool' in charge ? priceTool(charge, pricedModel, book) : priceModel(charge, pricedModel, book, origins);
    if (!part) return null;
    parts.push(part);
  }
  if (parts.length === 0) return null;
  const usd = parts.reduce((sum, part) => sum + part.usd, 0);
  const bases = new Set(parts.map(({ basis }) => basis));
  return { usd: round(usd), basis: [...bases, [...origins].join(' and ')].join('; ') };
}

/** Rounds away the noise of floating-point sums. */
export const round = (usd: number): number => Math.round(usd * 1e11) / 1e11;

/** Whose prices these are. */
export const nameOrigin = ({ checked }: Price): string =>
  checked ? `OpenAI's prices of ${checked}` : "the connection's prices";

function priceTool(
  { tool, calls }: { tool: keyof typeof TOOLS; calls: number },
  { requested = '', responded = requested }: PricedModel,
  { asOpenAI }: PriceBook
): Part | undefined {
  const { per_1000_calls, not_with = [] } = TOOLS[tool];
  if (!asOpenAI || not_with.includes(requested) || not_with.includes(responded)) return undefined;
  return {
    usd: (calls * per_1000_calls) / 1000,
    basis: `${tool.replace('_', ' ')}: $${per_1000_calls} per 1,000 calls`,
  };
}

function priceModel(
  charge: ModelCharge,
  pricedModel: PricedModel,
  book: PriceBook,
  origins: Set<string>
): Part | undefined {
  const model = modelOf(charge, pricedModel);
  const price = findPrice(book, model);
  if (!price) return undefined;
  const part = priceUse(price, charge);
  if (!part) return undefined;
  origins.add(nameOrigin(price));
  const tier = charge.service_tier && tierFactor(price, charge.service_tier) !== 1 ? `, ${charge.service_tier}` : '';
  return { usd: part.usd, basis: `${model.responded ?? pricedModel.requested}${tier}: ${part.basis}` };
}

function modelOf({ model, requested, responded }: ModelCharge, pricedModel: PricedModel): PricedModel {
  if (model) return { requested, responded: model };
  return responded ? { ...pricedModel, responded } : pricedModel;
}

function priceUse(price: Price, charge: ModelCharge): Part | undefined {
  const { usage = {}, images } = charge;
  const { free, per_image, per_minute, per_million_characters } = price;
  const { input_seconds, input_characters } = usage;
  if (free) return { usd: 0, basis: 'free' };
  if (usage['input_tokens'] !== undefined && (price.input ?? price.output) !== undefined) {
    return priceTokens(price, usage, charge);
  }
  if (per_image !== undefined && images) return priceImages(per_image, images);
  if (per_minute !== undefined && input_seconds !== undefined) {
    return { usd: (input_seconds / 60) * per_minute, basis: `$${per_minute} per minute` };
  }
  if (per_million_characters !== undefined && input_characters !== undefined) {
    const usd = (input_characters / 1e6) * per_million_characters;
    return { usd, basis: `$${per_million_characters} per 1M characters` };
  }
  return undefined;
}

function priceImages(per_image: NonNullable<Price['per_image']>, images: string[]): Part | undefined {
  const each = images.map(image => pricesOfImage(per_image, image));
  const certain = each.flatMap(found => (new Set(found).size === 1 ? (found[0] ?? []) : []));
  if (certain.length < images.length) return undefined;
  const usd = certain.reduce((sum, one) => sum + one, 0);
  return { usd, basis: `${[...new Set(certain)].map(one => `$${one}`).join(', ')} per image` };
}

/** The possible prices of an image, by what is known about it, such as its size. */
export function pricesOfImage(per_image: NonNullable<Price['per_image']>, known: string): number[] {
  if (typeof per_image === 'number') return [per_image];
  const words = known.split(' ').filter(word => word !== 'auto');
  const fitting = Object.entries(per_image).filter(([name]) => words.every(word => name.split(' ').includes(word)));
  return fitting.map(([, usd]) => usd);
}
