import type { Values } from '../../forms/field';

/** What expressions read. */
export interface Reference {
  kind: 'queries' | 'components';
  name: string;
}

const pattern = /\b(queries|components)\s*(?:\??\.\s*([A-Za-z_$][\w$]*)|\[\s*['"]([^'"]+)['"]\s*\])/g;

/** The queries and components that the expressions of a text name, each once. */
export function findReferences(text: string): Reference[] {
  const found = new Map<string, Reference>();
  for (const [, expression = ''] of text.matchAll(/\{\{(.*?)\}\}/gs)) {
    for (const [, kind, dotted, quoted] of expression.matchAll(pattern)) {
      const name = dotted ?? quoted ?? '';
      if (kind === 'queries' || kind === 'components') found.set(`${kind}.${name}`, { kind, name });
    }
  }
  return [...found.values()];
}

/** The same of all options. */
export function referencesOf(options: Values): Reference[] {
  return findReferences(
    Object.values(options)
      .filter(value => typeof value === 'string')
      .join('\n')
  );
}
