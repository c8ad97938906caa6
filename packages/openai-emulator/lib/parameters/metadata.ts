import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, textOf } from '../http/json';
import { checkText } from './checks';

export type Attributes = Record<string, string | number | boolean>;

const maximumCount = 16;
const maximumNameLength = 64;
const maximumValueLength = 512;

function checkPair(name: string, value: unknown, param: string): void {
  checkText({ [param]: name }, param, maximumNameLength);
  checkText({ [`${param}.${name}`]: value }, `${param}.${name}`, maximumValueLength);
}

function checkObject(given: unknown, param: string): JsonObject {
  if (given === undefined || given === null) return {};
  if (!isObject(given)) {
    throw new ApiError(`Invalid type for '${param}': expected an object.`, { param, code: 'invalid_type' });
  }
  const { length } = Object.keys(given);
  if (length <= maximumCount) return given;
  throw new ApiError(
    `Invalid '${param}': too many properties. Expected an object with at most ${maximumCount} properties, ` +
      `but got an object with ${length} properties instead.`,
    { param, code: 'object_above_max_properties' }
  );
}

/** The metadata of a request: at most 16 texts; null if there is none. */
export function readMetadata(given: unknown): Record<string, string> | null {
  if (given === undefined || given === null) return null;
  const pairs = Object.entries(checkObject(given, 'metadata')).map(([name, value]) => {
    checkPair(name, value ?? '', 'metadata');
    return [name, textOf(value)] as const;
  });
  return Object.fromEntries(pairs);
}

/** The attributes of a file: at most 16 texts, numbers and truths; none if there are none. */
export function readAttributes(given: unknown, param = 'attributes'): Attributes {
  const pairs = Object.entries(checkObject(given, param)).map(([name, value]) => {
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    checkPair(name, isPlain ? '' : value, param);
    return [name, isPlain ? value : textOf(value)] as const;
  });
  return Object.fromEntries(pairs);
}
