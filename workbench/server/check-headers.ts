import { validateHeaderName, validateHeaderValue } from 'node:http';
import { textAt } from '../forms/json';

/** Says which header of a connection cannot be sent, by the label of its field. */
export function findBadHeader(manifest: unknown, values: Record<string, unknown> = {}): string | undefined {
  for (const [key, value] of Object.entries(values)) {
    const problem = Array.isArray(value) ? value.map(describePair).find(found => found !== undefined) : undefined;
    if (problem) return `${textAt(manifest, 'properties', key, 'label') ?? key}: ${problem}`;
  }
  return undefined;
}

function describePair(pair: unknown): string | undefined {
  const [name, text = ''] = Array.isArray(pair) ? pair.map(part => String(part ?? '')) : [];
  // A row that was added and not filled in.
  return name === undefined || (name === '' && text === '') ? undefined : describe(name, text);
}

function describe(name: string, value: string): string | undefined {
  try {
    validateHeaderName(name);
  } catch {
    return name === ''
      ? 'a header has a value and no name'
      : `"${name}" is not a valid header name; letters, digits and - are`;
  }
  try {
    validateHeaderValue(name, value);
  } catch {
    return `the value of ${name} has characters that a header cannot carry, such as a line break`;
  }
  return undefined;
}
