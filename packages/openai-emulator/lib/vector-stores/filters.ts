import { ApiError } from '../http/api-error';
import { isObject, objectsIn, textOf } from '../http/json';
import { checkChoice, requireParameters } from '../parameters/checks';
import type { Attributes } from '../parameters/metadata';

const comparisons: Record<string, (actual: unknown, wished: unknown) => boolean> = {
  eq: (actual, wished) => actual === wished,
  ne: (actual, wished) => actual !== wished,
  gt: (actual, wished) => compare(actual, wished) > 0,
  gte: (actual, wished) => compare(actual, wished) >= 0,
  lt: (actual, wished) => compare(actual, wished) < 0,
  lte: (actual, wished) => compare(actual, wished) <= 0,
  in: (actual, wished) => Array.isArray(wished) && wished.includes(actual),
  nin: (actual, wished) => Array.isArray(wished) && !wished.includes(actual),
};

/** Not a number where two values have no order. */
function compare(actual: unknown, wished: unknown): number {
  if (typeof actual === 'number' && typeof wished === 'number') return actual - wished;
  if (typeof actual === 'string' && typeof wished === 'string') return actual < wished ? -1 : Number(actual > wished);
  return Number.NaN;
}

/** Refuses a filter that the API would not understand; `place` is where the request has it. */
export function checkFilter(filter: unknown, place = 'filters'): void {
  if (filter === undefined || filter === null) return;
  if (!isObject(filter)) {
    throw new ApiError(`Invalid type for '${place}': expected an object.`, { param: place, code: 'invalid_type' });
  }
  const named = (name: string) => ({ [`${place}.${name}`]: filter[name] });
  requireParameters(named('type'), [`${place}.type`]);
  checkChoice(named('type'), `${place}.type`, [...Object.keys(comparisons), 'and', 'or']);
  if (filter['type'] === 'and' || filter['type'] === 'or') {
    requireParameters(named('filters'), [`${place}.filters`]);
    objectsIn(filter['filters']).forEach((part, index) => {
      checkFilter(part, `${place}.filters[${index}]`);
    });
    return;
  }
  requireParameters({ ...named('key'), ...named('value') }, [`${place}.key`, `${place}.value`]);
  const isList = filter['type'] === 'in' || filter['type'] === 'nin';
  if (isList === Array.isArray(filter['value'])) return;
  throw new ApiError(
    `Invalid type for '${place}.value': '${filter['type']}' takes ${isList ? 'an array' : 'a single value'}.`,
    { param: `${place}.value`, code: 'invalid_type' }
  );
}

/** Whether a file with these attributes is wished. */
export function passes(attributes: Attributes, filter: unknown): boolean {
  if (!isObject(filter)) return true;
  const parts = objectsIn(filter['filters']);
  if (filter['type'] === 'and') return parts.every(part => passes(attributes, part));
  if (filter['type'] === 'or') return parts.some(part => passes(attributes, part));
  return comparisons[textOf(filter['type'])]?.(attributes[textOf(filter['key'])], filter['value']) ?? false;
}
