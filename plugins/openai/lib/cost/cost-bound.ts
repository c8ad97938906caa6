import { lookUpModel } from '../catalogue/models';
import { LONG_CONTEXT, type Price, TOOLS, type ToolName } from '../catalogue/prices';
import { nameOrigin, pricesOfImage, round } from './cost';
import { measureInput } from './input-size';
import { findPrice, knownAs, type PriceBook } from './price-book';
import { lengthFactors, scale } from './token-cost';

/** A request as the API bills it. */
export interface BillableRequest {
  /** The path of the API, such as "/chat/completions". */
  endpoint: string;
  body: object;
  /** It goes by the Batch API. */
  batch?: true;
}

/** The most that a request may cost and how that is known, or what must be given for it to be known. */
export type Bound = { usd: number; basis: string } | { unknown: string };

/**
 * The most that a request may cost: nothing that it can cause is left out, so what cannot be counted makes it unknown.
 *
 * @param day Today, YYYY-MM-DD.
 */
export function boundRequest(bill: BillableRequest, book: PriceBook, day: string): Bound {
  const { endpoint, body } = bill;
  const model = textOf(body, 'model') ?? '';
  const price = findPrice(book, { asked: model }, day);
  if (!price)
    return { unknown: `no price of ${model || 'this request'} is known: give it in prices of the connection` };
  const bound = boundByPrice(bill, knownAs(book, model), price, book);
  if (!('unknown' in bound)) return { usd: round(bound.usd), basis: `${model}: ${bound.basis}; ${nameOrigin(price)}` };
  const way = `give ${model} max_usd, the most that ${isImages(endpoint) ? 'an image' : 'a request'} costs,`;
  return { unknown: `${bound.unknown}, or ${way} in prices of the connection` };
}

const isImages = (endpoint: string) => endpoint.startsWith('/images/');

function boundByPrice(
  { endpoint, body, batch }: BillableRequest,
  model: string,
  price: NonNullable<ReturnType<typeof findPrice>>,
  book: PriceBook
): Bound {
  const count = numberOf(body, 'n') ?? 1;
  const { max_usd, free, per_million_characters } = price;
  if (free) return { usd: 0, basis: 'free' };
  if (max_usd !== undefined) {
    const times = isImages(endpoint) ? count : 1;
    return { usd: max_usd * times, basis: `max_usd $${max_usd}${times > 1 ? ` for each of ${times} images` : ''}` };
  }
  if (isImages(endpoint)) return boundImages(body, count, price);
  switch (endpoint) {
    case '/chat/completions':
    case '/completions':
    case '/responses':
      return boundText(body, model, price, batch ? (price.batch ?? 1) : tierAtMost(body, price), book);
    case '/embeddings':
      return boundInput(body, price, batch ? (price.batch ?? 1) : 1);
    case '/audio/speech': {
      if (per_million_characters === undefined) return { unknown: 'how long the speech will be is not known' };
      const characters = (textOf(body, 'input') ?? '').length;
      const usd = (characters * per_million_characters) / 1e6;
      return { usd, basis: `${say(characters)} characters at $${per_million_characters} per 1M` };
    }
    default:
      return { unknown: `what ${endpoint} is billed for is not told before` };
  }
}

function boundImages(body: object, count: number, { per_image }: Price): Bound {
  const asked = ['size', 'quality'].map(name => textOf(body, name) ?? 'auto').join(' ');
  const fitting = per_image === undefined ? [] : pricesOfImage(per_image, asked);
  if (fitting.length === 0) return { unknown: 'how many tokens an image takes is not known' };
  const most = Math.max(...fitting);
  return { usd: count * most, basis: `${count} of at most $${most} per image` };
}

function boundInput(body: object, { input }: Price, factor: number): Bound {
  if (input === undefined) return { unknown: 'the price of its input is not known' };
  const { bytes } = measureInput(body);
  const rate = scale(input, factor);
  return { usd: (bytes * rate) / 1e6, basis: `at most ${say(bytes)} input tokens at $${rate} per 1M` };
}

/** Parameters by which a request costs what its own size does not tell. */
const UNTOLD = ['web_search_options', 'prediction'];

function boundText(body: object, model: string, price: Price, factor: number | undefined, book: PriceBook): Bound {
  const { context_window, max_output_tokens } = lookUpModel(model).model ?? {};
  const untold = UNTOLD.find(name => name in body) ?? (typeof Reflect.get(body, 'prompt') === 'object' ? 'prompt' : '');
  if (untold) return { unknown: `what ${untold} adds is not known` };
  if (factor === undefined)
    return { unknown: `the price of service_tier ${textOf(body, 'service_tier')} is not known` };
  const hosted = boundTools(body, book);
  if ('unknown' in hosted) return hosted;
  const { bytes, isWhole } = measureInput(body);
  const isCounted = isWhole && hosted.turns === 1;
  if (!isCounted && !context_window) return { unknown: `how many tokens ${model} reads at once is not known` };
  const input = Math.min(context_window ?? bytes, isCounted ? bytes : Number.POSITIVE_INFINITY);
  const given = ['max_completion_tokens', 'max_tokens', 'max_output_tokens'].flatMap(
    name => numberOf(body, name) ?? []
  );
  const [output = max_output_tokens && max_output_tokens * hosted.turns] = given;
  if (!output)
    return { unknown: `how long an answer of ${model} may be is not known: give max_tokens (max_output_tokens)` };
  const answers = Math.max(numberOf(body, 'n') ?? 1, numberOf(body, 'best_of') ?? 1);
  const length = lengthFactors(price, input);
  if (!length) return { unknown: `what ${model} costs from ${say(LONG_CONTEXT.over)} input tokens on is not known` };
  const reading = dearest(price, ['input', 'cached_input', 'cache_write', 'image_input', 'audio_input']);
  const writing = dearest(price, ['output', 'image_output', 'audio_output']);
  if (reading === undefined || writing === undefined) return { unknown: `${model} has no price of input and output` };
  const rates = [scale(reading, factor * length.input), scale(writing, factor * length.output)] as const;
  const usd = (input * hosted.turns * rates[0] + output * answers * rates[1]) / 1e6 + hosted.usd;
  const counts = `${say(input * hosted.turns)} input and ${say(output * answers)} output tokens`;
  const tools = hosted.usd > 0 ? `, and $${round(hosted.usd)} of tool calls` : '';
  return { usd, basis: `at most ${counts} at $${rates[0]} and $${rates[1]} per 1M${tools}` };
}

/** What is not chosen may be what the project has as its default, so the dearest is taken. */
function tierAtMost(body: object, { priority }: Price): number | undefined {
  const tier = textOf(body, 'service_tier') ?? 'auto';
  if (tier === 'auto') return Math.max(1, priority ?? 1);
  if (tier === 'priority' || tier === 'fast') return priority;
  return tier === 'default' || tier === 'flex' ? 1 : undefined;
}

/** Each call of a hosted tool costs its fee, and the model reads everything again. */
function boundTools(body: object, { asOpenAI }: PriceBook): { usd: number; turns: number } | { unknown: string } {
  const given: unknown = Reflect.get(body, 'tools');
  const types = (Array.isArray(given) ? given : []).map((tool: object) => textOf(tool, 'type') ?? '');
  const hosted = types.filter(type => !['function', 'custom'].includes(type));
  if (hosted.length === 0) return { usd: 0, turns: 1 };
  const unpriced = hosted.find(type => !isPriced(type) || !asOpenAI);
  if (unpriced !== undefined) return { unknown: `what the tool ${unpriced} costs is not told before` };
  const calls = numberOf(body, 'max_tool_calls');
  if (calls === undefined) return { unknown: 'how often its tools are called is not known: give max_tool_calls' };
  const fee = Math.max(...hosted.filter(isPriced).map(type => TOOLS[type].per_1000_calls));
  return { usd: (calls * fee) / 1000, turns: calls + 1 };
}

const isPriced = (type: string): type is ToolName => type in TOOLS;

function dearest(price: Price, names: (keyof Price)[]): number | undefined {
  const known = names.map(name => price[name]).filter(usd => typeof usd === 'number');
  return known.length > 0 ? Math.max(...known) : undefined;
}

const say = (count: number) => count.toLocaleString('en-US');

function textOf(body: object, name: string): string | undefined {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : undefined;
}

function numberOf(body: object, name: string): number | undefined {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'number' ? value : undefined;
}
