import { bare } from '../catalogue/bare';
import type { Problem } from '../options/option';

const RESERVED_HEADERS = [
  'authorization',
  'api-key',
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'connection',
];

/** Reads a JSON object, or the host's header table: a list of pairs, some of them empty. */
export function readHeaders(option: unknown, problems: Problem[]): Record<string, string> {
  const pairs: unknown[] = Array.isArray(option) ? option : Object.entries(option ?? {});
  const headers: Record<string, string> = bare({});
  for (const pair of pairs) {
    const [name, value] = readHeader(pair);
    if (name === '' && value === '') continue;
    const message = checkHeader(name, value);
    if (message) problems.push({ field: 'headers', message });
    else if (name !== undefined && value !== undefined) headers[name] = value;
  }
  return headers;
}

/** What is wrong with a header; its value is never shown. */
function checkHeader(name: string | undefined, value: string | undefined): string | undefined {
  if (name === undefined) return 'headers must be a JSON object of names and values';
  // An invalid name may be a secret in the wrong place, so it is not shown.
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'headers: a name is not a valid header name';
  if (RESERVED_HEADERS.includes(name.toLowerCase()))
    return `headers: "${name}" is set by the plugin; use API key for the key`;
  const isValid = value !== undefined && /^[\t\x20-\x7E]*$/.test(value);
  return isValid ? undefined : `headers: "${name}" must have a value of printable ASCII characters`;
}

function readHeader(pair: unknown): (string | undefined)[] {
  if (!Array.isArray(pair) || pair.length !== 2) return [];
  return pair.map((part: unknown) => {
    if (part === null || part === undefined) return '';
    return typeof part === 'string' || typeof part === 'number' ? String(part).trim() : undefined;
  });
}
