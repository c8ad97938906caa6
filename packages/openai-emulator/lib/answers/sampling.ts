import { type JsonObject, numberOf } from '../http/json';
import { seedFrom } from './seed';

/** How a request has the words of an answer chosen. Without any of its parameters every answer is as it would be anyway. */
export interface Sampling {
  /** Which of the possible wordings is taken for one of several answers. */
  wording(variant: number): number;
  /** Above 0, an answer goes on to another point; below, it makes one less. */
  presence: number;
  /** Above 0, an answer does not name its subject again; below, it says something twice. */
  frequency: number;
}

/** Wordings of one answer among which a full temperature chooses. */
const wordings = 10;
const all = Number.MAX_SAFE_INTEGER;

function placeOf({ seed, temperature }: JsonObject): number {
  if (typeof seed === 'number') return seedFrom(`seed ${seed}`);
  return numberOf(temperature, 1) > 1 ? seedFrom(`temperature ${temperature}`) : 0;
}

/** The same parameters always choose alike. At a temperature or `top_p` of 0 seeds change nothing. */
export function readSampling(body: JsonObject): Sampling {
  const share = Math.min(1, numberOf(body['temperature'], 1)) * numberOf(body['top_p'], 1);
  const choices = share >= 1 ? all : Math.max(1, Math.ceil(wordings * share));
  const place = placeOf(body);
  return {
    wording: variant => (place % choices) + variant,
    presence: Math.sign(numberOf(body['presence_penalty'], 0)),
    frequency: Math.sign(numberOf(body['frequency_penalty'], 0)),
  };
}
