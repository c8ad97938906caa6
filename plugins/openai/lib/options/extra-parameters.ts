import type { Context } from '../operation';
import { isJsonObject } from './json-object';

/** A request with `extra_parameters` merged into its objects; a warning names what they replaced. */
export function addExtra<Request extends object>(
  request: Request,
  { extra_parameters, warn }: Pick<Context, 'extra_parameters' | 'warn'>
): Request {
  const replaced: string[] = [];
  const merged = merge(request, extra_parameters, '', replaced);
  if (replaced.length > 0)
    warn('extra_parameters', `extra_parameters replaced what the query sets itself: ${replaced.join(', ')}`);
  return merged;
}

function merge<Values extends object>(own: Values, extra: object, path: string, replaced: string[]): Values {
  const merged: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(extra)) {
    const present: unknown = Object.hasOwn(own, name) ? Reflect.get(own, name) : undefined;
    if (isPlain(present) && isPlain(value)) {
      merged[name] = merge(present, value, `${path}${name}.`, replaced);
      continue;
    }
    if (present !== undefined && !isSame(present, value)) replaced.push(path + name);
    merged[name] = value;
  }
  return { ...own, ...merged };
}

/** Whether a value is a JSON object of any realm, and not a file or another instance of a class. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isJsonObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (Array.isArray(one) && JSON.stringify(one) === JSON.stringify(other));
