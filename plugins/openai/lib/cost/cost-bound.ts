import { bare } from '../catalogue/bare';
import { lookUpModel } from '../catalogue/models';
import { LONG_CONTEXT, type Price, TOOLS, type ToolName } from '../catalogue/prices';
import { countOf } from '../options/count';
import { nameOrigin, pricesOfImage, round } from './cost';
import { measureInput } from './input-size';
import { findPrice, knownAs, type OwnPrice, type PriceBook } from './price-book';
import { lengthFactors, scale } from './token-cost';

/** A request as the API bills it. */
export interface BillableRequest {
  /** The path of the API, such as "/chat/completions". */
  endpoint: string;
  body: object;
  /** Sent by the Batch API. */
  batch?: true;
}

/** The maximum cost of a request and its basis, or why it is unknown and what would make it known. */
export type Bound = { usd: number; basis: string } | { unknown: string };

/**
 * The maximum cost of a request, everything that it may cause included; unknown where any of that cannot be counted.
 */
export function boundRequest(request: BillableRequest, book: PriceBook): Bound {
  const { endpoint, body } = request;
  const model = textOf(body, 'model') ?? '';
  const price = findPrice(book, { requested: model });
  if (!price)
    return { unknown: `the price of ${model || 'this request'} is unknown; add it to Prices in the connection` };
  const bound = boundByPrice(request, knownAs(book, model), price, book);
  if (!('unknown' in bound)) return { usd: round(bound.usd), basis: `${model}: ${bound.basis}; ${nameOrigin(price)}` };
  const unit = isImages(endpoint) ? 'an image' : 'a request';
  const advice = bound.unknown.includes(';') ? ', or add' : '; add';
  return {
    unknown: `${bound.unknown}${advice} max_usd, the maximum cost of ${unit}, for ${model} to Prices in the connection`,
  };
}

/** By endpoint: the parameters that limit an answer's length, and those that ask for several answers. */
const COUNTED: Record<string, { tokens: readonly string[]; answers: readonly string[] } | undefined> = bare({
  '/chat/completions': { tokens: ['max_completion_tokens', 'max_tokens'], answers: ['n'] },
  '/completions': { tokens: ['max_tokens'], answers: ['n', 'best_of'] },
  '/responses': { tokens: ['max_output_tokens'], answers: [] },
  '/images/generations': { tokens: [], answers: ['n'] },
  '/images/edits': { tokens: [], answers: ['n'] },
  '/images/variations': { tokens: [], answers: ['n'] },
});

/** Anything but a number of at least 0; null counts as absent, as it does at the API. */
function isInvalidCount(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'number' && Number.isFinite(value) && value >= 0);
}

const isImages = (endpoint: string) => endpoint.startsWith('/images/');

function boundByPrice(request: BillableRequest, model: string, price: OwnPrice, book: PriceBook): Bound {
  const { endpoint, body } = request;
  const counted = COUNTED[endpoint] ?? { tokens: [], answers: [] };
  const names = [...counted.tokens, ...counted.answers, 'max_tool_calls'];
  const invalid = names.find(name => isInvalidCount(Reflect.get(body, name)));
  if (invalid) return { unknown: `${invalid} must be a number of at least 0` };
  const answers = Math.max(1, ...counted.answers.map(name => numberOf(body, name) ?? 1));
  const { max_usd, free } = price;
  if (free) return { usd: 0, basis: 'free' };
  if (max_usd !== undefined) {
    const times = isImages(endpoint) ? answers : 1;
    return { usd: max_usd * times, basis: `max_usd $${max_usd}${times > 1 ? ` for each of ${times} images` : ''}` };
  }
  if (isImages(endpoint)) return boundImages(body, answers, price);
  const factor = request.batch ? (price.batch ?? 1) : undefined;
  switch (endpoint) {
    case '/chat/completions':
    case '/completions':
    case '/responses':
      return boundText(
        { body, model, answers, tokens: counted.tokens },
        price,
        factor ?? tierAtMost(body, price),
        book
      );
    case '/embeddings':
      return boundInput(body, price, factor ?? 1);
    case '/audio/speech':
      return boundSpeech(body, price);
    default:
      return { unknown: `what ${endpoint} will be billed for is unknown` };
  }
}

function boundSpeech(body: object, { per_million_characters }: Price): Bound {
  if (per_million_characters === undefined) return { unknown: 'the length of the speech is unknown' };
  const characters = (textOf(body, 'input') ?? '').length;
  const usd = (characters * per_million_characters) / 1e6;
  return { usd, basis: `${formatCount(characters)} characters at $${per_million_characters} per 1M` };
}

function boundImages(body: object, count: number, { per_image }: Price): Bound {
  const choice = ['size', 'quality'].map(name => textOf(body, name) ?? 'auto').join(' ');
  const fitting = per_image === undefined ? [] : pricesOfImage(per_image, choice);
  if (fitting.length === 0) return { unknown: 'the number of tokens of an image is unknown' };
  const highest = Math.max(...fitting);
  return { usd: count * highest, basis: `${countOf(count, 'image')} at up to $${highest}` };
}

function boundInput(body: object, { input }: Price, factor: number): Bound {
  if (input === undefined) return { unknown: 'the price of its input is unknown' };
  const { bytes } = measureInput(body);
  const rate = scale(input, factor);
  return { usd: (bytes * rate) / 1e6, basis: `at most ${formatCount(bytes)} input tokens at $${rate} per 1M` };
}

/** Parameters whose cost does not depend on the size of the request alone. */
const UNCOUNTED_PARAMETERS = ['web_search_options', 'prediction'];

/** A request for text, and what of it is counted. */
interface TextRequest {
  body: object;
  model: string;
  answers: number;
  /** The endpoint's parameters that limit the length of an answer. */
  tokens: readonly string[];
}

function boundText(request: TextRequest, price: Price, factor: number | undefined, book: PriceBook): Bound {
  const { body, model, answers } = request;
  const uncounted =
    UNCOUNTED_PARAMETERS.find(name => name in body) ??
    (typeof Reflect.get(body, 'prompt') === 'object' ? 'prompt' : '');
  if (uncounted) return { unknown: `the cost of ${uncounted} is unknown` };
  if (factor === undefined) return { unknown: `the price of service_tier ${textOf(body, 'service_tier')} is unknown` };
  const hosted = boundTools(body, book);
  if ('unknown' in hosted) return hosted;
  const tokens = boundTokens(request, hosted.turns);
  if ('unknown' in tokens) return tokens;
  const rates = findRates(model, price, tokens.inputOfTurn, factor);
  if ('unknown' in rates) return rates;
  const [input, output] = [tokens.inputOfTurn * hosted.turns, tokens.output * answers];
  const usd = (input * rates.input + output * rates.output) / 1e6 + hosted.usd;
  const counts = `${formatCount(input)} input and ${formatCount(output)} output tokens`;
  const tools = hosted.usd > 0 ? `, and $${round(hosted.usd)} of tool calls` : '';
  return { usd, basis: `at most ${counts} at $${rates.input} and $${rates.output} per 1M${tools}` };
}

/** The most tokens that the model reads in a turn, and writes in an answer. */
function boundTokens(
  { body, model, tokens }: TextRequest,
  turns: number
): { inputOfTurn: number; output: number } | { unknown: string } {
  const { context_window, max_output_tokens } = lookUpModel(model).model ?? {};
  const { bytes, isWhole } = measureInput(body);
  const isCounted = isWhole && turns === 1;
  if (!isCounted && !context_window) return { unknown: `the context window of ${model} is unknown` };
  const inputOfTurn = Math.min(context_window ?? bytes, isCounted ? bytes : Number.POSITIVE_INFINITY);
  const limits = tokens.flatMap(name => numberOf(body, name) ?? []);
  const output = limits.length > 0 ? Math.max(...limits) : max_output_tokens && max_output_tokens * turns;
  if (output) return { inputOfTurn, output };
  return { unknown: `the maximum length of an answer of ${model} is unknown; set max_tokens (max_output_tokens)` };
}

/** The highest prices per 1M tokens of input and output. */
function findRates(
  model: string,
  price: Price,
  input_tokens: number,
  factor: number
): { input: number; output: number } | { unknown: string } {
  const length = lengthFactors(price, input_tokens);
  if (!length)
    return { unknown: `the price of ${model} above ${formatCount(LONG_CONTEXT.over)} input tokens is unknown` };
  const input = highestPrice(price, ['input', 'cached_input', 'cache_write', 'image_input', 'audio_input']);
  const output = highestPrice(price, ['output', 'image_output', 'audio_output']);
  if (input === undefined || output === undefined)
    return { unknown: `the price of input or output of ${model} is unknown` };
  return { input: scale(input, factor * length.input), output: scale(output, factor * length.output) };
}

/** Without a choice the project's default tier applies, which may be the most expensive one. */
function tierAtMost(body: object, { priority }: Price): number | undefined {
  const tier = textOf(body, 'service_tier') ?? 'auto';
  if (tier === 'auto') return Math.max(1, priority ?? 1);
  if (tier === 'priority' || tier === 'fast') return priority;
  return tier === 'default' || tier === 'flex' ? 1 : undefined;
}

/** Each call of a hosted tool costs a fee, and the model reads the whole input again. */
function boundTools(body: object, { asOpenAI }: PriceBook): { usd: number; turns: number } | { unknown: string } {
  const tools: unknown = Reflect.get(body, 'tools');
  const types = (Array.isArray(tools) ? tools : []).map((tool: object) => textOf(tool, 'type') ?? '');
  const hosted = types.filter(type => !['function', 'custom'].includes(type));
  if (hosted.length === 0) return { usd: 0, turns: 1 };
  const unpriced = hosted.find(type => !isPriced(type) || !asOpenAI);
  if (unpriced !== undefined) return { unknown: `the cost of the tool ${unpriced} is unknown` };
  const calls = numberOf(body, 'max_tool_calls');
  if (calls === undefined) return { unknown: 'the number of tool calls is unknown; set max_tool_calls' };
  const fee = Math.max(...hosted.filter(isPriced).map(type => TOOLS[type].per_1000_calls));
  return { usd: (calls * fee) / 1000, turns: calls + 1 };
}

const isPriced = (type: string): type is ToolName => Object.hasOwn(TOOLS, type);

function highestPrice(price: Price, names: (keyof Price)[]): number | undefined {
  const known = names.map(name => price[name]).filter(usd => typeof usd === 'number');
  return known.length > 0 ? Math.max(...known) : undefined;
}

const formatCount = (count: number) => count.toLocaleString('en-US');

function textOf(body: object, name: string): string | undefined {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : undefined;
}

function numberOf(body: object, name: string): number | undefined {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'number' ? value : undefined;
}
