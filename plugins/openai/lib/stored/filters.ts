import type { Context } from '../operation';
import { isJsonObject } from '../options/json-object';
import { inspectOpenLists, openList } from '../options/open-lists';
import type { Problem } from '../options/option';

/** Filters by the attributes of files: comparisons, and compounds of them. */

const COMPARISONS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin'];
const COMPOUNDS = ['and', 'or'];
const TYPE = openList(...COMPARISONS, ...COMPOUNDS);

/** Checks a filter and those within it; a type that the API adds later is left to the API. */
export function inspectFilters(filter: unknown, field = 'filters'): Problem[] {
  if (!isJsonObject(filter)) return [{ field, message: `${field} must be a JSON object`, allowed: ['a JSON object'] }];
  const { type, filters: inner } = filter;
  const kind = String(type);
  if (COMPOUNDS.includes(kind)) {
    if (Array.isArray(inner) && inner.length > 0)
      return inner.flatMap((part, index) => inspectFilters(part, `${field}.filters[${index}]`));
    const path = `${field}.filters`;
    return [{ field: path, message: `${path} must be a list of filters`, allowed: ['a list of filters'] }];
  }
  return COMPARISONS.includes(kind) ? inspectComparison(filter, kind, field) : inspectType(filter, field);
}

/** A type that is missing or misspelt. */
function inspectType(filter: Record<string, unknown>, field: string): Problem[] {
  const path = `${field}.type`;
  const allowed = [...COMPARISONS, ...COMPOUNDS];
  if (typeof filter['type'] !== 'string')
    return [{ field: path, message: `${path} is required; use one of ${allowed.join(', ')}`, allowed }];
  return inspectOpenLists({ [path]: TYPE }, { [path]: filter['type'] }, () => {});
}

function inspectComparison({ key, value }: Record<string, unknown>, kind: string, field: string): Problem[] {
  const problems: Problem[] = [];
  if (typeof key !== 'string' || key === '')
    problems.push({
      field: `${field}.key`,
      message: `${field}.key must be the name of an attribute`,
      allowed: ['the name of an attribute'],
    });
  const isList = kind === 'in' || kind === 'nin';
  const isValid = isList ? Array.isArray(value) : ['string', 'number', 'boolean'].includes(typeof value);
  const expected = isList ? 'a list' : 'a string, a number, true or false';
  if (!isValid)
    problems.push({
      field: `${field}.value`,
      message: `${field}.value must be ${expected} when type is ${kind}`,
      allowed: [expected],
    });
  return problems;
}

/** Warns of types that this version does not know. */
export function warnOfTypes(filter: unknown, warn: Context['warn']): void {
  if (!isJsonObject(filter)) return;
  inspectOpenLists({ filters: TYPE }, { filters: filter['type'] }, warn);
  for (const inner of [filter['filters']].flat()) warnOfTypes(inner, warn);
}
