import { ApiError, invalidType, invalidValue, missingParameter, unknownParameter } from '../http/api-error';
import type { JsonObject } from '../http/json';

interface NumberRange {
  minimum: number;
  maximum: number;
  integer?: boolean;
}

interface ListLength {
  minimum?: number;
  maximum: number;
}

/** As the API names what it was given. */
export function nameType(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return 'a decimal number';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

export function requireParameters(body: JsonObject, names: readonly string[]): void {
  const missing = names.find(name => isAbsent(body[name]));
  if (missing) throw missingParameter(missing);
}

export function refuseUnknownParameters(body: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(body).find(name => !known.includes(name));
  if (unknown) throw unknownParameter(unknown);
}

export function checkNumber(body: JsonObject, name: string, { minimum, maximum, integer = false }: NumberRange): void {
  const value = body[name];
  if (isAbsent(value)) return;
  if (typeof value !== 'number' || (integer && !Number.isInteger(value))) {
    const expected = integer ? 'an integer' : 'a decimal';
    throw invalidType(name, expected, nameType(value));
  }
  const kind = integer ? 'integer' : 'decimal';
  if (value > maximum) {
    throw new ApiError(
      `Invalid '${name}': ${kind} above maximum value. Expected a value <= ${maximum}, but got ${value} instead.`,
      { param: name, code: `${kind}_above_max_value` }
    );
  }
  if (value < minimum) {
    throw new ApiError(
      `Invalid '${name}': ${kind} below minimum value. Expected a value >= ${minimum}, but got ${value} instead.`,
      { param: name, code: `${kind}_below_min_value` }
    );
  }
}

export function checkText(body: JsonObject, name: string, maximumLength: number): void {
  const value = body[name];
  if (isAbsent(value)) return;
  if (typeof value !== 'string') {
    throw invalidType(name, 'a string', nameType(value));
  }
  if (value.length > maximumLength) {
    throw new ApiError(
      `Invalid '${name}': string too long. Expected a string with maximum length ${maximumLength}, ` +
        `but got a string with length ${value.length} instead.`,
      { param: name, code: 'string_above_max_length' }
    );
  }
}

export function checkChoice(body: JsonObject, name: string, choices: readonly string[]): void {
  const value = body[name];
  if (isAbsent(value) || choices.includes(String(value))) return;
  throw invalidValue(name, `Invalid value: '${String(value)}'. Supported values are: ${listValues(choices)}.`);
}

/** Values as the API lists them: 'a', 'b', and 'c'. */
export function listValues(values: readonly string[]): string {
  const quoted = values.map(value => `'${value}'`);
  const last = quoted.pop();
  return quoted.length > 1 ? `${quoted.join(', ')}, and ${last}` : [...quoted, last].join(' and ');
}

/** Refuses what is no list, and a list of the wrong length. */
export function checkList(body: JsonObject, name: string, { minimum = 0, maximum }: ListLength): void {
  const value = body[name];
  if (isAbsent(value)) return;
  if (!Array.isArray(value)) throw invalidType(name, 'an array', nameType(value));
  const refuse = (fault: string, bound: string, code: string) =>
    new ApiError(
      `Invalid '${name}': ${fault}. Expected an array with ${bound}, ` +
        `but got an array with length ${value.length} instead.`,
      { param: name, code }
    );
  if (value.length > maximum) throw refuse('array too long', `maximum length ${maximum}`, 'array_above_max_length');
  if (value.length < minimum) throw refuse('array too short', `minimum length ${minimum}`, 'empty_array');
}
