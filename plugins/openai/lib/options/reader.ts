import { bare } from '../catalogue/bare';
import { describeJsonError } from './json-error';
import { isTextTooDeep, isTooDeep, MAX_LEVELS } from './nesting';
import { type Option, type Problem, typesOf } from './option';

interface Reading {
  options: Record<string, unknown>;
  problems: Problem[];
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads an operation's options from the host's flat object. `''` and `null` count as absent, as does a blank number,
 * choice or id, and strings are converted to the option's type. Other keys, such as the host's own, are ignored. The host's object is not changed; its values
 * may come from another realm.
 */
export function readOptions(schemas: Record<string, Option>, hostOptions: object): Reading {
  const options: Record<string, unknown> = bare({});
  const problems: Problem[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const hostValue: unknown = Object.hasOwn(hostOptions, name) ? Reflect.get(hostOptions, name) : undefined;
    if (hostValue === undefined || hostValue === null || isEmpty(hostValue, schema) || isUnset(hostValue, schema))
      continue;
    const value = typeof hostValue === 'string' ? readText(hostValue, schema) : readValue(hostValue, typesOf(schema));
    const problem = checkReading(name, value, schema);
    if (problem) problems.push(problem);
    else if (!isEmptyPicker(value, schema)) options[name] = value;
  }
  return { options, problems };
}

/** The value of a drop-down's first entry, which stands for an absent option: hosts drop `''` from saved queries. */
export const UNSET = 'unset';

function isUnset(value: unknown, schema: Option): boolean {
  return value === UNSET && (schema.enum !== undefined || schema.dropDown === true || schema.on !== undefined);
}

function isEmpty(value: unknown, schema: Option): boolean {
  return typeof value === 'string' && (isFreeText(schema) && !schema.trim ? value : value.trim()) === '';
}

/** A file picker with no file chosen gives an empty list, which may stand in the list of several pickers. */
function isEmptyPicker(value: unknown, schema: Option): boolean {
  return 'files' in schema && Array.isArray(value) && value.flat(5).length === 0;
}

function checkReading(field: string, value: unknown, schema: Option): Problem | undefined {
  if (value instanceof InvalidJson) return { field, message: `${field} is not valid JSON${value.detail}` };
  // Files may be large, and nothing walks through them.
  const isDeep = value instanceof TooDeep || (!('files' in schema) && isTooDeep(value));
  if (!isDeep) return undefined;
  return {
    field,
    message: `${field} must not be nested more than ${MAX_LEVELS} levels deep or contain itself`,
    allowed: [`at most ${MAX_LEVELS} levels`],
  };
}

class TooDeep {}

class InvalidJson {
  constructor(readonly detail: string) {}
}

const isNumeric = (types: string[]): boolean => types.includes('number') || types.includes('integer');

function readText(text: string, schema: Option): unknown {
  const types = typesOf(schema);
  const trimmed = text.trim();
  if (isNumeric(types) && NUMBER.test(trimmed)) return Number(trimmed);
  if (trimmed === schema.on) return true;
  if (types.includes('boolean') && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true';
  if (isJson(trimmed, types)) {
    const value = parseJson(trimmed);
    const isBroken = value instanceof InvalidJson || value instanceof TooDeep;
    return isBroken && types.includes('string') ? text : value;
  }
  if (schema.trim || !isFreeText(schema)) return trimmed;
  return schema.escapes ? readEscapes(text) : text;
}

const isFreeText = (schema: Option): boolean => typesOf(schema).includes('string') && !schema.enum && !schema.dropDown;

/** Text is read as JSON where it looks like it, and where no other text is valid. */
function isJson(text: string, types: string[]): boolean {
  const isList = types.includes('array');
  const isObject = types.includes('object');
  if (!types.includes('string')) return isList || isObject;
  return (isList && text[0] === '[') || (isObject && text[0] === '{');
}

/** The text with what was typed for characters that a field of one line cannot hold, which JSON writes alike. */
const readEscapes = (text: string) => text.replace(/\\[nt\\]/g, typed => JSON.parse(`"${typed}"`));

function parseJson(text: string): unknown {
  if (isTextTooDeep(text)) return new TooDeep();
  try {
    return JSON.parse(text);
  } catch (error) {
    return new InvalidJson(describeJsonError(error));
  }
}

/** Expressions such as {{components.count.value}} give numbers and booleans where a string is expected. */
function readValue(value: unknown, types: string[]): unknown {
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  const fits = types.includes(typeof value) || (typeof value === 'number' && types.includes('integer'));
  return isPlain && !fits && types.includes('string') ? String(value) : value;
}
