import { Sandbox } from '@nyariv/sandboxjs';
import { pickNamed, readWhole, type Scope, template } from './templates';

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

function run(expression: string, scope: Scope, rest = ''): unknown {
  if (expression.trim() === '') throw new ExpressionError('There is nothing between {{ and }}');
  let value: unknown;
  try {
    // A line break of its own, since the expression may end with a comment.
    const start = new Sandbox({ executionQuota }).compile<unknown>(`return (${expression}\n)`);
    const named = Object.entries(pickNamed(scope, expression)).map(([name, part]) => [name, copyOf(part)]);
    value = start(Object.fromEntries(named)).run();
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

/** The interpreter writes into what it is given. Long texts are shared, not copied. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
}
