import type { Match } from './compare-options';

/** A value as it is compared: data as JSON, texts without the space around them. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return value === undefined || value === null ? '' : (JSON.stringify(value) ?? '').trim();
}

/** \u2212 is the minus that typography has. A point begins a number only where no word ends before it. */
const NUMBER = /[-\u2212]?(?:\d[\d,_\u00a0\u202f']*(?:\.\d+)?|(?<![\p{L}\p{M}\p{N}_])\.\d+)(?:e[+-]?\d+)?/iu;

/** The first number of a text, such as 1234.5 of "about $1,234.50". */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const [text] = NUMBER.exec(textOf(value)) ?? [];
  const number =
    text === undefined ? Number.NaN : Number(text.replace(/[,_\u00a0\u202f']/g, '').replace('\u2212', '-'));
  return Number.isFinite(number) ? number : undefined;
}

/** Whether an answer is right; undefined where only a model can tell. */
export function isRight(answer: unknown, expected: unknown, match: Match, tolerance = 0): boolean | undefined {
  const [said, wanted] = [textOf(answer), textOf(expected)];
  if (match === 'exact') return said === wanted;
  if (match === 'contains') return said.toLowerCase().includes(wanted.toLowerCase());
  if (match === 'judge') return said === wanted ? true : undefined;
  const [one, other] = [numberOf(answer), numberOf(expected)];
  // Differences such as 0.1 + 0.2 - 0.3 are none.
  return one !== undefined && other !== undefined && Math.abs(one - other) <= tolerance + 1e-9 * Math.abs(other);
}
