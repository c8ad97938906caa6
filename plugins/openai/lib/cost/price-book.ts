import { lookUpPrice, type Price, TIER_FACTORS, TOKEN_PRICES } from '../catalogue/prices';
import { isJsonObject } from '../options/json-object';
import type { Option, Problem } from '../options/option';

/** A price that a connection sets. */
export interface OwnPrice extends Price {
  /** The maximum cost of an image, or of a request of another kind, where it cannot be calculated. */
  max_usd?: number;
}

/** The prices of a connection's server. */
export interface PriceBook {
  /** The day for which prices apply, YYYY-MM-DD. */
  day: string;
  /** The server is OpenAI, or charges OpenAI's prices. */
  asOpenAI: boolean;
  /** By model: its prices, or the id of the OpenAI model with the same prices. */
  own: ReadonlyMap<string, OwnPrice | string>;
}

/** A model to price. */
export interface PricedModel {
  /** The id in the request. */
  requested?: string | undefined;
  /** The id in the response, which may be that of a dated version. */
  responded?: string | undefined;
}

const PRICE_NAMES = [
  ...TOKEN_PRICES,
  'per_image',
  'per_minute',
  'per_million_characters',
  ...TIER_FACTORS,
  'max_usd',
] as const;
/** All models that are not listed. */
const ALL_MODELS = '*';
const OPENAI = 'openai';

const KINDS_OF_PRICE = ['a JSON object', 'the id of an OpenAI model'];

/** The field of the connection form. */
export const prices: Option = {
  type: 'object',
  title: 'Prices',
  description:
    'JSON: prices of models in USD that replace OpenAI\'s list prices; input, output, ... per 1M tokens. Use { "*": "openai" } for a gateway that charges OpenAI\'s prices.',
  examples: ['{ "our-model": { "input": 1.25, "output": 10 } }'],
  long: true,
};

/** Notes what is wrong with the price of a model. */
type Report = (message: string, allowed: unknown[]) => void;

/**
 * Reads a connection's prices.
 *
 * @param isOpenAI Whether the base URL is OpenAI's own.
 * @param day Today, YYYY-MM-DD.
 * @param problems Receives what is wrong with them.
 */
export function readPrices(option: object, isOpenAI: boolean, day: string, problems: Problem[]): PriceBook {
  const own = new Map<string, OwnPrice | string>();
  let asOpenAI = isOpenAI;
  for (const [id, value] of Object.entries(option) as [string, unknown][]) {
    const addProblem: Report = (message, allowed) =>
      problems.push({ field: 'prices', message: `prices: "${id.slice(0, 60)}" ${message}`, allowed });
    if (id === ALL_MODELS) {
      if (value === OPENAI) asOpenAI = true;
      else addProblem(`must be "${OPENAI}"`, [OPENAI]);
      continue;
    }
    const price = readOwnPrice(value, addProblem);
    if (price) own.set(id, price);
  }
  return { day, asOpenAI, own };
}

function readOwnPrice(value: unknown, addProblem: Report): OwnPrice | string | undefined {
  if (isJsonObject(value)) return readPrice(value, addProblem);
  const isId = typeof value === 'string';
  // Whether the price is still valid is checked when it is used.
  if (isId && lookUpPrice(value, '')) return value;
  const id = `the id of an OpenAI model${isId ? ' with a known price' : ''}`;
  addProblem(`must be a JSON object of prices, or ${id}`, KINDS_OF_PRICE);
  return undefined;
}

function readPrice(prices: object, addProblem: Report): OwnPrice | undefined {
  const price: OwnPrice = {};
  let isValid = true;
  for (const [key, usd] of Object.entries(prices) as [string, unknown][]) {
    const name = PRICE_NAMES.find(candidate => candidate === key);
    if (!name)
      addProblem(`has the unknown price "${key.slice(0, 60)}"; use one of ${PRICE_NAMES.join(', ')}`, [...PRICE_NAMES]);
    else if (typeof usd !== 'number' || !(usd >= 0))
      addProblem(`must have a number of at least 0 as ${name}`, ['a number']);
    else price[name] = usd;
    isValid &&= name !== undefined && price[name] !== undefined;
  }
  return isValid ? price : undefined;
}

/**
 * The price of a model: what the connection sets, for the one that responded before the one that was requested; then
 * OpenAI's list price where the server charges that.
 */
export function findPrice(
  { day, own, asOpenAI }: PriceBook,
  { requested, responded }: PricedModel
): OwnPrice | undefined {
  const ownPrice = own.get(responded ?? '') ?? own.get(requested ?? '');
  if (typeof ownPrice === 'string') return lookUpPrice(ownPrice, day);
  const listed = asOpenAI ? lookUpPrice(listedId({ requested, responded }), day) : undefined;
  if (!ownPrice) return listed;
  // The day on which the list was checked does not apply to the connection's own prices.
  const { checked: _, ...others } = listed ?? {};
  return { ...others, ...ownPrice };
}

/** The id of a model in the catalogue: the connection may name the OpenAI model that it stands for. */
export function knownAs({ own }: PriceBook, id: string): string {
  const ownPrice = own.get(id);
  return typeof ownPrice === 'string' ? ownPrice : id;
}

/** Whether a model is a dated version of another one. */
export const isVersionOf = (id: string, model: string): boolean =>
  id.startsWith(`${model}-`) && /^\d{4}-\d\d-\d\d$/.test(id.slice(model.length + 1));

/** A dated version of the requested model costs the same; another model may not. */
function listedId({ requested = '', responded = requested }: PricedModel): string {
  return requested && isVersionOf(responded, requested) && !lookUpPrice(responded, '') ? requested : responded;
}
