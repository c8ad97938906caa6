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

/** The tokens by the price they are billed at; undefined where a count is missing. */
function splitTokens(price: Price, usage: Usage): Partial<Record<TokenPrice, number>> | undefined {
  const {
    input_tokens: input = 0,
    output_tokens: output = 0,
    cached_tokens: cached = 0,
    cache_write_tokens = 0,
  } = usage;
  const inputs: Partial<Record<TokenPrice, number>> = { cache_write: cache_write_tokens };
  const image = usage['input_image_tokens'];
  // Chat models have no price for images: they bill them as text.
  if (price.image_input !== undefined && image === undefined && input > 0) return undefined;
  if (price.audio_input !== undefined && usage['input_audio_tokens'] === undefined && input > 0) return undefined;
  const imageInput = price.image_input === undefined ? 0 : (image ?? 0);
  const audioInput = usage['input_audio_tokens'] ?? 0;
  const cachedImage = usage['cached_image_tokens'] ?? 0;
  // Cached tokens of an unknown kind have no certain price.
  if (cached > 0 && imageInput + audioInput > 0 && usage['cached_image_tokens'] === undefined) return undefined;
  Object.assign(inputs, {
    input: input - imageInput - audioInput - (cached - cachedImage) - cache_write_tokens,
    cached_input: cached - cachedImage,
    image_input: imageInput - cachedImage,
    cached_image_input: cachedImage,
    audio_input: audioInput,
  });
  const audioOutput = usage['output_audio_tokens'];
  const media = price.image_output === undefined ? audioOutput : usage['output_image_tokens'];
  const hasMedia = price.image_output !== undefined || price.audio_output !== undefined;
  if (!hasMedia) return { ...inputs, output: output - (audioOutput ?? 0), audio_output: audioOutput ?? 0 };
  if (media === undefined && price.output !== undefined && output > 0) return undefined;
  const name = price.image_output === undefined ? 'audio_output' : 'image_output';
  return { ...inputs, [name]: media ?? output, output: output - (media ?? output) };
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
  const hasOutput = (price.output ?? price.image_output ?? price.audio_output) !== undefined;
  const counts = splitTokens(price, usage);
  const factor = tierFactor(price, service_tier);
  const length = lengthFactors(price, usage['input_tokens'] ?? 0);
  if (!counts || factor === undefined || !length || (hasOutput && usage['output_tokens'] === undefined))
    return undefined;
  // A sum does not say how long each request was.
  if (isSum && (usage['input_tokens'] ?? 0) > LONG_CONTEXT.over && price.long_context) return undefined;
  // OpenAI does not say how the prices of tier and length combine.
  if (length.input !== 1 && factor > 1) return undefined;
  let usd = 0;
  const rates: string[] = [];
  for (const [name, label] of LABELS) {
    const count = counts[name] ?? 0;
    if (count === 0) continue;
    const listed = price[name];
    if (listed === undefined || count < 0) return undefined;
    const rate = scale(listed, factor * (name.endsWith('output') ? length.output : length.input));
    usd += (count * rate) / 1e6;
    rates.push(`$${rate} ${label}`);
  }
  return { usd, basis: `${rates.join(', ') || 'nothing'} per 1M tokens` };
}
