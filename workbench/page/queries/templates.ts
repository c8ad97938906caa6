import { isObject } from '../../forms/json';

/** What an expression may name. */
export type Scope = Record<string, unknown>;

// The host's own: it ends at the first }}, so an object in an object needs a space between its braces.
export const template = /\{\{(.*?)\}\}/gs;

/** Whether a text has anything to evaluate. */
export const hasExpression = (text: string): boolean => /\{\{.*?\}\}/s.test(text);

/** Whether a text opens an expression and does not close it. A host takes it for plain text and sends it as it is. */
export const isUnclosed = (text: string): boolean => text.replace(template, '').includes('{{');

/** The expression that is the whole text. Three braces are an object in an expression. */
export function readWhole(text: string): string | undefined {
  const trimmed = text.trim();
  const [, object] = /^\{\{(\{.*\})\}\}$/s.exec(trimmed) ?? [];
  if (object !== undefined && !object.includes('{{') && !object.includes('}}')) return object;
  const [all, expression] = /^\{\{(.*?)\}\}/s.exec(trimmed) ?? [];
  return all === trimmed ? expression : undefined;
}

/** The part of the scope that a text names: results may hold megabytes, and few are read. */
export function pickNamed(scope: Scope, text: string): Scope {
  const named = Object.entries(scope).filter(([name]) => text.includes(name));
  return Object.fromEntries(
    named.map(([name, value]) => {
      // Whoever walks through all of them may read any.
      const isWalked = new RegExp(`\\b${name}\\b(?!\\s*(?:\\?\\s*)?\\.\\s*[\\w$])`).test(text);
      if (isWalked || !isObject(value)) return [name, value];
      return [name, Object.fromEntries(Object.entries(value).filter(([key]) => text.includes(key)))];
    })
  );
}
