import { LONG_CONTEXT, type Price, type TokenPrice } from '../catalogue/prices';
import type { ModelCharge } from './charges';
import type { Usage } from './usage';

/** One part of a cost. */
export interface Part {
  usd: number;
  basis: string;
}

/** The factor of a service tier; undefined where it is unknown. */
export function tierFactor(price: Price, tier: string | null | undefined): number | undefined {
  if (!tier || tier === 'default' || tier === 'auto') return 1;
  if (tier === 'fast') return price.priority;
  return tier === 'flex' || tier === 'priority' || tier === 'batch' ? price[tier] : undefined;
}

/** The factors of a request's length; undefined where they are unknown. */
export function lengthFactors(price: Price, input_tokens: number): { input: number; output: number } | undefined {
  const isLong = price.long_context !== undefined && input_tokens > LONG_CONTEXT.over;
  if (!isLong) return { input: 1, output: 1 };
  return price.long_context === 'priced' ? LONG_CONTEXT : undefined;
}

/** A price per 1M tokens times a factor, without the noise of floating-point arithmetic. */
export const scale = (usd: number, factor: number): number => Math.round(usd * factor * 1e6) / 1e6;

type TokenCounts = Partial<Record<TokenPrice, number>>;

/** The tokens by the price they are billed at; undefined where a count is missing. */
function splitTokens(price: Price, usage: Usage): TokenCounts | undefined {
  const input = splitInput(price, usage);
  const output = splitOutput(price, usage);
  return input && output && { ...input, ...output };
}

function splitInput(price: Price, usage: Usage): TokenCounts | undefined {
  const { input_tokens: input = 0, cached_tokens: cached = 0, cache_write_tokens: cache_write = 0 } = usage;
  const { input_image_tokens: image, input_audio_tokens: audio, cached_image_tokens: cachedImage } = usage;
  // Chat models have no price for images: they bill them as text.
  const billsImages = price.image_input !== undefined;
  const isUnsplit = (billsImages && image === undefined) || (price.audio_input !== undefined && audio === undefined);
  if (isUnsplit && input > 0) return undefined;
  const image_input = billsImages ? (image ?? 0) : 0;
  const audio_input = audio ?? 0;
  // Cached tokens of an unknown kind have no certain price.
  if (cached > 0 && image_input + audio_input > 0 && cachedImage === undefined) return undefined;
  const cached_image_input = cachedImage ?? 0;
  const cached_input = cached - cached_image_input;
  return {
    cache_write,
    input: input - image_input - audio_input - cached_input - cache_write,
    cached_input,
    image_input: image_input - cached_image_input,
    cached_image_input,
    audio_input,
  };
}

function splitOutput(price: Price, usage: Usage): TokenCounts | undefined {
  const { output_tokens: output = 0, output_image_tokens: image, output_audio_tokens: audio } = usage;
  const billsImages = price.image_output !== undefined;
  if (!billsImages && price.audio_output === undefined) {
    const audio_output = audio ?? 0;
    return { output: output - audio_output, audio_output };
  }
  const media = billsImages ? image : audio;
  if (media === undefined && price.output !== undefined && output > 0) return undefined;
  const count = media ?? output;
  return { [billsImages ? 'image_output' : 'audio_output']: count, output: output - count };
}

const LABELS: [TokenPrice, string][] = [
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

/** The cost of tokens; undefined where a count or a price is missing. */
export function priceTokens(price: Price, usage: Usage, { service_tier, isSum }: ModelCharge): Part | undefined {
  const { input_tokens = 0, output_tokens } = usage;
  const hasOutput = (price.output ?? price.image_output ?? price.audio_output) !== undefined;
  const counts = splitTokens(price, usage);
  const factor = tierFactor(price, service_tier);
  const length = lengthFactors(price, input_tokens);
  if (!counts || factor === undefined || !length || (hasOutput && output_tokens === undefined)) return undefined;
  // The price of what is cached for twelve hours is not known.
  if ((usage['cache_write_12h_tokens'] ?? 0) > 0) return undefined;
  // A sum does not say how long each request was.
  if (isSum && input_tokens > LONG_CONTEXT.over && price.long_context) return undefined;
  // OpenAI does not say how the prices of tier and length combine.
  if (length.input !== 1 && factor > 1) return undefined;
  return sumCounts(counts, price, { input: factor * length.input, output: factor * length.output });
}

function sumCounts(counts: TokenCounts, price: Price, factors: { input: number; output: number }): Part | undefined {
  let usd = 0;
  const rates: string[] = [];
  for (const [name, label] of LABELS) {
    const count = counts[name] ?? 0;
    if (count === 0) continue;
    const listed = price[name];
    if (listed === undefined || count < 0) return undefined;
    const rate = scale(listed, name.endsWith('output') ? factors.output : factors.input);
    usd += (count * rate) / 1e6;
    rates.push(`$${rate} ${label}`);
  }
  return { usd, basis: `${rates.join(', ') || 'nothing'} per 1M tokens` };
}
