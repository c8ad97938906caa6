const longestText = 400;
const longestNumbers = 24;

/**
 * The same value with what nobody reads cut short: base64 and long lists of numbers. For display only.
 */
export function shorten(value: unknown): unknown {
  if (typeof value === 'string') return shortenText(value);
  if (Array.isArray(value)) return isLongNumbers(value) ? shortenNumbers(value) : value.map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shorten(part)]));
}

function shortenText(text: string): string {
  const encoded = /^(?:data:[^,]{1,200};base64,)?[\w+/=-]+$/;
  if (text.length <= longestText || !encoded.test(text)) return text;
  return `${text.slice(0, 60)}… (${text.length.toLocaleString('en-US')} characters)`;
}

const isLongNumbers = (list: unknown[]): boolean =>
  list.length > longestNumbers && list.every(item => typeof item === 'number');

const shortenNumbers = (list: unknown[]): unknown[] => [
  ...list.slice(0, 3),
  `… (${list.length.toLocaleString('en-US')} numbers)`,
];
