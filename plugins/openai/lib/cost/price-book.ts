import { lookUpPrice, type Price, TIER_FACTORS, TOKEN_PRICES } from '../catalogue/prices';
import type { Option, Problem } from '../options/option';

/** A price as a connection may state it. */
export interface OwnPrice extends Price {
  /** The most that one image, or one request of another kind, costs; for what cannot be told beforehand. */
  max_usd?: number;
}

/** What the connection's server asks for its models. */
export interface PriceBook {
  /** The server is OpenAI, or asks what OpenAI asks. */
  asOpenAI: boolean;
  /** By model: prices, or the id of the model of OpenAI whose prices hold. */
  own: ReadonlyMap<string, OwnPrice | string>;
}

/** A model whose price is wanted. */
export interface PricedModel {
  /** The id that was asked for; an answer may name a dated one. */
  asked?: string | undefined;
  answered?: string | undefined;
}

const NAMES = [
  ...TOKEN_PRICES,
  'per_image',
  'per_minute',
  'per_million_characters',
  ...TIER_FACTORS,
  'max_usd',
] as const;
/** Stands for every model that is not named. */
const ALL = '*';
const OPENAI = 'openai';

/** The field of the connection form. */
export const prices: Option = {
  type: 'object',
  title: 'Prices',
  description:
    'JSON: what models cost in USD, in place of OpenAI\'s list prices; input, output, ... per 1M tokens. { "*": "openai" } for a gateway that asks what OpenAI asks.',
  examples: ['{ "our-model": { "input": 1.25, "output": 10 } }'],
  long: true,
};

/**
 * Reads a connection's prices.
 *
 * @param isOpenAI Whether the base URL is OpenAI's own.
 * @param problems Gets what is wrong with them.
 */
export function readPrices(given: object, isOpenAI: boolean, problems: Problem[]): PriceBook {
  const own = new Map<string, OwnPrice | string>();
  let asOpenAI = isOpenAI;
  for (const [id, value] of Object.entries(given) as [string, unknown][]) {
    const say = (message: string, allowed: unknown[]) =>
      problems.push({ field: 'prices', message: `prices: "${id.slice(0, 60)}" ${message}`, allowed });
    if (id === ALL) {
      if (value === OPENAI) asOpenAI = true;
      else say(`stands for all other models and takes "${OPENAI}" only`, [OPENAI]);
    } else if (typeof value === 'string') {
      // Whether a price is certain on a given day is asked when it is used.
      if (lookUpPrice(value, '')) own.set(id, value);
      else say('names a model whose price is not known', ['the id of a model of OpenAI', 'a JSON object']);
    } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      say('must be a JSON object of prices, or the id of a model of OpenAI', ['a JSON object']);
    } else {
      const price = readPrice(value, say);
      if (price) own.set(id, price);
    }
  }
  return { asOpenAI, own };
}

function readPrice(given: object, say: (message: string, allowed: unknown[]) => void): OwnPrice | undefined {
  const price: OwnPrice = {};
  let isSound = true;
  for (const [key, usd] of Object.entries(given) as [string, unknown][]) {
    const name = NAMES.find(candidate => candidate === key);
    if (!name) say(`has "${key.slice(0, 60)}"; it takes ${NAMES.join(', ')}`, [...NAMES]);
    else if (typeof usd !== 'number' || !(usd >= 0)) say(`needs a number of at least 0 for ${name}`, ['a number']);
    else price[name] = usd;
    isSound &&= name !== undefined && price[name] !== undefined;
  }
  return isSound ? price : undefined;
}

/**
 * What a model costs: the connection's word first, beside OpenAI's list where the server asks what OpenAI asks.
 *
 * @param day Today, YYYY-MM-DD.
 */
export function findPrice(
  { own, asOpenAI }: PriceBook,
  { asked, answered }: PricedModel,
  day: string
): OwnPrice | undefined {
  const stated = own.get(asked ?? '') ?? own.get(answered ?? '');
  if (typeof stated === 'string') return lookUpPrice(stated, day);
  const listed = asOpenAI ? lookUpPrice(listedId({ asked, answered }), day) : undefined;
  if (!stated) return listed;
  // What was stated is not what the list was checked for.
  const { checked: _, ...others } = listed ?? {};
  return { ...others, ...stated };
}

/** The id by which the catalogue knows a model: the connection may say which model of OpenAI it is. */
export function knownAs({ own }: PriceBook, id: string): string {
  const stated = own.get(id);
  return typeof stated === 'string' ? stated : id;
}

/** The dated version of what was asked for costs the same; a different model may not. */
function listedId({ asked = '', answered = asked }: PricedModel): string {
  const isVersion = answered.startsWith(`${asked}-`) && /^\d{4}-\d\d-\d\d$/.test(answered.slice(asked.length + 1));
  return asked && isVersion && !lookUpPrice(answered, '') ? asked : answered;
}
