import type { Option, Problem } from '../options/option';

/** A text or a list of them, which many operations take. What is wrong with a list is said by `inspectTexts`. */
export const texts: Option = {
  type: ['string', 'array'],
  title: 'Input',
  description: 'A text, or a list of texts.',
  examples: ['{{queries.products.data.map(row => row.name)}}'],
  pattern: '\\S',
  minItems: 1,
  accepts: 'a string or a list of strings, none of them empty',
};

/** What was given as a list. */
export function listTexts(given: string | string[]): string[] {
  return typeof given === 'string' ? [given] : given;
}

/** What is wrong with the texts of a list, each by its place. */
export function inspectTexts(field: string, given: unknown): Problem[] {
  if (!Array.isArray(given)) return [];
  const list: unknown[] = given;
  return list.flatMap((item, index) => {
    const fault = findFault(item);
    return fault ? [{ field: `${field}[${index}]`, message: `${field}[${index}] ${fault}`, allowed: ['a text'] }] : [];
  });
}

function findFault(item: unknown): string | undefined {
  if (typeof item === 'string') return item.trim() === '' ? 'is empty; every text must hold something' : undefined;
  if (item === null || item === undefined) return 'is empty; every text must hold something';
  if (Array.isArray(item)) return 'is a list; a text is wanted';
  if (typeof item !== 'object') return `is a ${typeof item}; a text is wanted`;
  const [key = 'name'] = Object.keys(item);
  return `is an object; give its text alone, such as {{queries.query1.data.map(row => row.${key})}}`;
}
