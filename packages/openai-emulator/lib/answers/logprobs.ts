import { numbersFrom, seedFrom } from './seed';
import { charactersPerToken } from './tokens';

/** How likely a token was, as chat completions and responses say it. */
interface Logprob {
  token: string;
  logprob: number;
  bytes: number[];
}

export interface TokenLogprobs extends Logprob {
  top_logprobs: Logprob[];
}

/** What else might have been said. */
const alternatives = [
  ' the',
  ' a',
  ',',
  ' and',
  ' of',
  ' to',
  '.',
  ' in',
  ' is',
  ' that',
  ' it',
  ' for',
  ' on',
  ' with',
];

const round = (number: number): number => Number(number.toFixed(6));

function toLogprob(token: string, logprob: number): Logprob {
  return { token, logprob: round(logprob), bytes: [...Buffer.from(token)] };
}

/** The tokens of a text, each likelier than what else might have been said; equal texts get equal numbers. */
export function logprobsOf(text: string, top: number): TokenLogprobs[] {
  const next = numbersFrom(seedFrom(text));
  const characters = [...text];
  const count = Math.ceil(characters.length / charactersPerToken);
  return Array.from({ length: count }, (_, index) => {
    const token = characters.slice(index * charactersPerToken, (index + 1) * charactersPerToken).join('');
    const own = toLogprob(token, -next() / 2);
    const others = alternatives
      .filter(other => other !== token)
      .slice(0, Math.max(0, top - 1))
      .map((other, rank) => toLogprob(other, own.logprob - 1 - rank - next()));
    return { ...own, top_logprobs: top > 0 ? [own, ...others] : [] };
  });
}
