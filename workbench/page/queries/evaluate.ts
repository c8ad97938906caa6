import { Sandbox } from '@nyariv/sandboxjs';
import { isObject } from '../../forms/json';

/** What an expression may name. */
export type Scope = Record<string, unknown>;

/** Says what is wrong with an expression, in words for the field that holds it. */
class ExpressionError extends Error {
  override name = 'ExpressionError';
}

/** Enough for lists of thousands of rows; an endless loop ends in a moment. */
const executionQuota = 1_000_000n;

/**
 * Evaluates the `{{ }}` of a text as ToolJet does: a text that is one expression gives that expression's value, whatever
 * its type; in any other the values are written into the text. Unlike there, line breaks and `$&` stay as they are.
 *
 * @param scope What expressions can name. They read copies: they change nothing outside.
 * @throws ExpressionError
 */
export function evaluate(text: string, scope: Scope): unknown {
  const whole = readWhole(text);
  if (whole !== undefined) return run(whole, scope);
  return text.replace(template, (all, expression: string, offset: number) =>
    toText(run(expression, scope, text.slice(offset + all.length)))
  );
}

/** Whether a text has anything to evaluate. */
export const hasExpression = (text: string): boolean => /\{\{.*?\}\}/s.test(text);

// The host's own: it ends at the first }}, so an object in an object needs a space between its braces.
const template = /\{\{(.*?)\}\}/gs;

/** The expression that is the whole text. Three braces are an object in an expression. */
export function readWhole(text: string): string | undefined {
  const trimmed = text.trim();
  const [, object] = /^\{\{(\{.*\})\}\}$/s.exec(trimmed) ?? [];
  if (object !== undefined && !object.includes('{{') && !object.includes('}}')) return object;
  const [all, expression] = /^\{\{(.*?)\}\}/s.exec(trimmed) ?? [];
  return all === trimmed ? expression : undefined;
}

function run(expression: string, scope: Scope, rest = ''): unknown {
  if (expression.trim() === '') throw new ExpressionError('There is nothing between {{ and }}');
  let value: unknown;
  try {
    // A line break of its own, since the expression may end with a comment.
    const start = new Sandbox({ executionQuota }).compile<unknown>(`return (${expression}\n)`);
    value = start(copyNamed(scope, expression)).run();
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s*\n.*$/s, '') : String(error);
    const isCut = /^\s*\}/.test(rest);
    throw new ExpressionError(isCut ? `${reason}. A host ends an expression at the first }}: write } }` : reason);
  }
  if (typeof value === 'function') throw new ExpressionError('The expression gives a function, not a value');
  return value;
}

function toText(value: unknown): string {
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/**
 * The part of the scope that an expression names, as copies: results may hold megabytes, few are read, and the
 * interpreter writes into what it is given.
 */
function copyNamed(scope: Scope, expression: string): Scope {
  const named = Object.entries(scope).filter(([name]) => expression.includes(name));
  return Object.fromEntries(
    named.map(([name, value]) => {
      const isWalked = new RegExp(`\\b${name}\\b(?!\\s*(?:\\?\\s*)?\\.\\s*[\\w$])`).test(expression);
      if (isWalked || !isObject(value)) return [name, copyOf(value)];
      return [name, copyOf(Object.fromEntries(Object.entries(value).filter(([key]) => expression.includes(key))))];
    })
  );
}

/** Long texts are shared, not copied. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
}
