import { validateHeaderName, validateHeaderValue } from 'node:http';
import { textAt } from '../forms/json';

/** Says which header of a connection cannot be sent, by the label of its field. */
export function findBadHeader(manifest: unknown, values: Record<string, unknown> = {}): string | undefined {
  for (const [key, value] of Object.entries(values)) {
    if (!Array.isArray(value)) continue;
    const label = textAt(manifest, 'properties', key, 'label') ?? key;
    for (const pair of value) {
      const [name, text] = Array.isArray(pair) ? pair.map(part => String(part ?? '')) : [];
      if (name === undefined || (name === '' && !text)) continue;
      const problem = describe(name, text ?? '');
      if (problem) return `${label}: ${problem}`;
    }
  }
  return undefined;
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
