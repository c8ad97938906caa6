import { topicsOf } from './related-words';
import { termsOf } from './words';

/** How much each part of a text says of what it is about. */
export type Parts = Map<string, number>;

const shortWord = 3;
const weights = { word: 1, shortWord: 0.25, letters: 0.2, topic: 0.9 };

function lettersOf(word: string): string[] {
  const characters = [...` ${word} `];
  return characters.slice(2).map((_, index) => characters.slice(index, index + 3).join(''));
}

/** The words of a text, the letters they are made of, and what they are about. */
export function partsOf(text: string): Parts {
  const parts: Parts = new Map();
  const add = (part: string, weight: number) => parts.set(part, (parts.get(part) ?? 0) + weight);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(word, word.length > shortWord ? weights.word : weights.shortWord);
    for (const letters of lettersOf(word)) add(`…${letters}`, weights.letters);
    for (const topic of topicsOf(word)) add(`topic ${topic}`, weights.topic);
  }
  if (parts.size === 0) add(text, weights.word);
  return parts;
}

/** How much two texts are about the same, from 0 to 1. */
export function similarity(one: string, other: string): number {
  const [first, second] = [one, other].map(text => partsOf(termsOf(text).join(' ')));
  if (!first || !second) return 0;
  let product = 0;
  for (const [part, weight] of first) product += weight * (second.get(part) ?? 0);
  const lengths = [first, second].map(parts => Math.hypot(...parts.values()));
  return product / (lengths.reduce((whole, length) => whole * length, 1) || 1);
}

/** Shares that add up to 1, the larger the better a candidate fits. */
export function toProbabilities(scores: number[], sharpness = 12): number[] {
  const strengths = scores.map(score => Math.exp(score * sharpness));
  const sum = strengths.reduce((total, strength) => total + strength, 0);
  return strengths.map(strength => strength / sum);
}
