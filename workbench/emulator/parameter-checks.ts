import { ApiError, invalidValue, missingParameter, unknownParameter } from './api-error';
import type { JsonObject } from './json';

interface NumberRange {
  minimum: number;
  maximum: number;
  integer?: boolean;
}

function nameType(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return 'a decimal number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function isAbsent(value: unknown): boolean {
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
    throw new ApiError(`Invalid type for '${name}': expected ${expected}, but got ${nameType(value)} instead.`, {
      param: name,
      code: 'invalid_type',
    });
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
    throw new ApiError(`Invalid type for '${name}': expected a string, but got ${nameType(value)} instead.`, {
      param: name,
      code: 'invalid_type',
    });
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
  const quoted = choices.map(choice => `'${choice}'`);
  const last = quoted.pop();
  const list = quoted.length > 1 ? `${quoted.join(', ')}, and ${last}` : [...quoted, last].join(' and ');
  throw invalidValue(name, `Invalid value: '${String(value)}'. Supported values are: ${list}.`);
}
