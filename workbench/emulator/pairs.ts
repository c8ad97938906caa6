import { ApiError } from './api-error';
import { isObject, type JsonObject } from './json';
import { checkText } from './parameter-checks';

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

/** The metadata of a request: at most 16 texts. Empty if there is none. */
export function readMetadata(given: unknown): JsonObject {
  const metadata = checkObject(given, 'metadata');
  for (const [name, value] of Object.entries(metadata)) checkPair(name, value ?? '', 'metadata');
  return metadata;
}

/** The attributes of a file: at most 16 texts, numbers and truths. Empty if there are none. */
export function readAttributes(given: unknown, param = 'attributes'): JsonObject {
  const attributes = checkObject(given, param);
  for (const [name, value] of Object.entries(attributes)) {
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    checkPair(name, isPlain ? '' : value, param);
  }
  return attributes;
}
