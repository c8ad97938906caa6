import { LONG_CONTEXT, type Price, type TokenPrice } from '../catalogue/prices';
import type { ModelCharge } from './charges';
import type { Usage } from './usage';

/** One part of a cost. */
export interface Part {
  usd: number;
  basis: string;
}

/** How a tier changes prices; undefined where that is not known. */
export function tierFactor(price: Price, tier: string | null | undefined): number | undefined {
  if (!tier || tier === 'default' || tier === 'auto') return 1;
  if (tier === 'fast') return price.priority;
  return tier === 'flex' || tier === 'priority' || tier === 'batch' ? price[tier] : undefined;
}

/** How a request's length changes prices; undefined where that is not known. */
export function lengthFactors(price: Price, input_tokens: number): { input: number; output: number } | undefined {
  const isLong = price.long_context !== undefined && input_tokens > LONG_CONTEXT.over;
  if (!isLong) return { input: 1, output: 1 };
  return price.long_context === 'priced' ? LONG_CONTEXT : undefined;
}

/** A price per 1M tokens as the list prints it: factors are rounded, prices are not. */
export const scale = (usd: number, factor: number): number => Math.round(usd * factor * 1e6) / 1e6;

/** Tokens counted by what they are billed as; undefined where a count is missing. */
function splitTokens(price: Price, usage: Usage): Partial<Record<TokenPrice, number>> | undefined {
  const { input_tokens: all = 0, output_tokens: made = 0, cached_tokens: cached = 0, cache_write_tokens = 0 } = usage;
  const inputs: Partial<Record<TokenPrice, number>> = { cache_write: cache_write_tokens };
  const image = usage['input_image_tokens'];
  // Chat models look at images at the price of text.
  if (price.image_input !== undefined && image === undefined && all > 0) return undefined;
  if (price.audio_input !== undefined && usage['input_audio_tokens'] === undefined && all > 0) return undefined;
  const seen = price.image_input === undefined ? 0 : (image ?? 0);
  const heard = usage['input_audio_tokens'] ?? 0;
  const cachedImage = usage['cached_image_tokens'] ?? 0;
  // Cached tokens of which nobody says what they are have no certain price.
  if (cached > 0 && seen + heard > 0 && usage['cached_image_tokens'] === undefined) return undefined;
  Object.assign(inputs, {
    input: all - seen - heard - (cached - cachedImage) - cache_write_tokens,
    cached_input: cached - cachedImage,
    image_input: seen - cachedImage,
    cached_image_input: cachedImage,
    audio_input: heard,
  });
  const drawn = usage['output_image_tokens'];
  const spoken = usage['output_audio_tokens'];
  const media = price.image_output === undefined ? spoken : drawn;
  const hasMedia = price.image_output !== undefined || price.audio_output !== undefined;
  if (!hasMedia) return { ...inputs, output: made - (spoken ?? 0), audio_output: spoken ?? 0 };
  if (media === undefined && price.output !== undefined && made > 0) return undefined;
  const name = price.image_output === undefined ? 'audio_output' : 'image_output';
  return { ...inputs, [name]: media ?? made, output: made - (media ?? made) };
}

const WORDS: [TokenPrice, string][] = [
  ['input', 'input'],
  ['cached_input', 'cached input'],
  ['cache_write', 'cache writes'],
  ['image_input', 'image input'],
  ['cached_image_input', 'cached image input'],
  ['audio_input', 'audio input'],
  ['output', 'output'],
  ['image_output', 'image output'],
  ['audio_output', 'audio output'],
];

/** What tokens cost; undefined where a count or a price is missing. */
export function priceTokens(price: Price, usage: Usage, { service_tier, isSum }: ModelCharge): Part | undefined {
  const hasOutput = (price.output ?? price.image_output ?? price.audio_output) !== undefined;
  const counts = splitTokens(price, usage);
  const factor = tierFactor(price, service_tier);
  const length = lengthFactors(price, usage['input_tokens'] ?? 0);
  if (!counts || factor === undefined || !length || (hasOutput && usage['output_tokens'] === undefined))
    return undefined;
  // A sum does not tell how long each request was.
  if (isSum && (usage['input_tokens'] ?? 0) > LONG_CONTEXT.over && price.long_context) return undefined;
  // How the dearer tier and the dearer length go together is not said.
  if (length.input !== 1 && factor > 1) return undefined;
  let usd = 0;
  const rates: string[] = [];
  for (const [name, word] of WORDS) {
    const count = counts[name] ?? 0;
    if (count === 0) continue;
    const listed = price[name];
    if (listed === undefined || count < 0) return undefined;
    const rate = scale(listed, factor * (name.endsWith('output') ? length.output : length.input));
    usd += (count * rate) / 1e6;
    rates.push(`$${rate} ${word}`);
  }
  return { usd, basis: `${rates.join(', ') || 'nothing'} per 1M tokens` };
}
