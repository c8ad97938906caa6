import type { Option, Problem } from './option';

/** A text or a list of them, which many operations take. What is wrong with a list is said by `inspectTexts`. */
export const texts: Option = {
  type: ['string', 'array'],
  title: 'Input',
  description: 'A text, or a list of texts.',
  examples: ['{{queries.products.data.map(row => row.name)}}'],
  pattern: '\\S',
  minItems: 1,
  accepts: 'a text or a list of texts, none of them empty',
};

/** A list of rows can be long, and so could be the list of what is wrong with them. */
const MOST_PROBLEMS = 10;

/** The first problems of one option, and how many more there are. */
export function shorten(field: string, problems: Problem[]): Problem[] {
  const rest = problems.length - MOST_PROBLEMS;
  if (rest <= 0) return problems;
  const message = `${field} has ${rest.toLocaleString('en-US')} more faults of this kind`;
  return [...problems.slice(0, MOST_PROBLEMS), { field, message }];
}

/** What was given as a list. */
export function listTexts(given: string | string[]): string[] {
  return typeof given === 'string' ? [given] : given;
}

/** What is wrong with the texts of a list, each by its place. */
export function inspectTexts(field: string, given: unknown): Problem[] {
  if (!Array.isArray(given)) return [];
  const list: unknown[] = given;
  const problems = list.flatMap((item, index) => {
    const fault = findFault(item);
    return fault ? [{ field: `${field}[${index}]`, message: `${field}[${index}] ${fault}`, allowed: ['a text'] }] : [];
  });
  return shorten(field, problems);
}

function findFault(item: unknown): string | undefined {
  if (typeof item === 'string') return item.trim() === '' ? 'is empty; every text must hold something' : undefined;
  if (item === null || item === undefined) return 'is empty; every text must hold something';
  if (Array.isArray(item)) return 'is a list; a text is wanted';
  if (typeof item !== 'object') return `is a ${typeof item}; a text is wanted`;
  const [key = 'name'] = Object.keys(item);
  return `is an object; give its text alone, such as {{queries.query1.data.map(row => row.${key})}}`;
}
