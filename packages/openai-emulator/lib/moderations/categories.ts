import { numbersFrom, seedFrom } from '../answers/seed';

export interface Category {
  name: string;
  /** What gives it away, in lower case. */
  words: RegExp;
  /** Whether images are judged by it too. */
  isSeen: boolean;
}

const sexual = 'sexual\\w*|erotic\\w*|porn\\w*|nudes?|nudity';
const minors = 'child|children|minors?|underage|teenagers?';

export const categories: Category[] = [
  {
    name: 'harassment',
    isSeen: false,
    words: /\b(idiots?|morons?|losers?|worthless|shut up|you are (stupid|ugly))\b/g,
  },
  {
    name: 'harassment/threatening',
    isSeen: false,
    words: /\bi( will|'ll| am going to|'m going to) (kill|hurt|hit|beat|find|stab|shoot) (you|him|her|them)\b/g,
  },
  {
    name: 'hate',
    isSeen: false,
    words: /\b(inferior (race|people|religion)s?|i hate (all|those|these) \w+|subhumans?)\b/g,
  },
  {
    name: 'hate/threatening',
    isSeen: false,
    words: /\b(kill|exterminate|wipe out|get rid of) (all|those|these|every) \w+/g,
  },
  {
    name: 'illicit',
    isSeen: false,
    words: /\b(shoplift\w*|counterfeit\w*|launder\w* money|buy drugs|steal a \w+|hack into|pick a lock|forge a \w+)\b/g,
  },
  {
    name: 'illicit/violent',
    isSeen: false,
    words: /\b(build|make|making|buy) (a |an )?(bombs?|explosives?|weapons?|gun silencers?)\b/g,
  },
  { name: 'self-harm', isSeen: true, words: /\b(suicid\w*|self-harm\w*|(hurt|kill|cut|harm) (myself|yourself))\b/g },
  {
    name: 'self-harm/intent',
    isSeen: true,
    words: /\bi( want to| will|'ll| am going to) (die|(hurt|kill|cut|harm) myself)\b/g,
  },
  {
    name: 'self-harm/instructions',
    isSeen: true,
    words: /\bhow (to|do i|can i) (hurt|kill|cut|harm) (myself|yourself)\b/g,
  },
  { name: 'sexual', isSeen: true, words: new RegExp(`\\b(${sexual})\\b`, 'g') },
  {
    name: 'sexual/minors',
    isSeen: false,
    words: new RegExp(`\\b((${sexual})\\b.*\\b(${minors})|(${minors})\\b.*\\b(${sexual}))\\b`, 'g'),
  },
  {
    name: 'violence',
    isSeen: true,
    words:
      /\b(kill\w*|murder\w*|stab\w*|shoot\w*|beat (up|you|him|her|them)|attack\w*|punch\w*|bombs?|violen\w*|gore|gory)\b/g,
  },
  { name: 'violence/graphic', isSeen: true, words: /\b(gore|gory|blood\w*|dismember\w*|behead\w*|mutilat\w*)\b/g },
];

/** From 0 to 1, and 0.5 or more where the words speak for the category. Equal texts get equal scores. */
export function scoreOf(text: string, { name, words }: Category): number {
  const found = text.toLowerCase().match(words)?.length ?? 0;
  const chance = numbersFrom(seedFrom(`${name} ${text}`))();
  if (found === 0) return 10 ** -(3.5 + 2.5 * chance);
  return 1 - (0.2 + 0.2 * chance) / found;
}
