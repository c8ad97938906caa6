import { isTooDeep, MOST_LEVELS } from './nesting';
import { type Option, type Problem, typesOf } from './option';

interface Reading {
  options: Record<string, unknown>;
  problems: Problem[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Takes from a host's flat options what an operation knows, each value as its schema says: `''` and `null` are absent,
 * text becomes a number, a boolean or JSON where the option is one. Other keys (the host's own, other forms') are passed
 * over. The given object is left as it is; its values may come from another realm.
 */
export function readOptions(schemas: Record<string, Option>, given: object): Reading {
  const options: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const raw: unknown = Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
    if (raw === undefined || raw === null || raw === '') continue;
    const value = typeof raw === 'string' ? readText(raw, schema) : readValue(raw, typesOf(schema));
    if (value instanceof UnreadableJson)
      problems.push({ field: name, message: `${name} is not valid JSON: ${value.why}` });
    // Files are never walked through.
    else if (!('files' in schema) && isTooDeep(value)) problems.push(tooDeep(name));
    else if (value !== undefined && !isEmptyPicker(value, schema)) options[name] = value;
  }
  return { options, problems };
}

/** A file picker without a choice gives an empty list. */
function isEmptyPicker(value: unknown, schema: Option): boolean {
  return 'files' in schema && Array.isArray(value) && value.length === 0;
}

function tooDeep(field: string): Problem {
  const allowed = [`at most ${MOST_LEVELS} levels`];
  return { field, message: `${field} is nested deeper than ${MOST_LEVELS} levels, or holds itself`, allowed };
}

class UnreadableJson {
  constructor(readonly why: string) {}
}

function readText(text: string, schema: Option): unknown {
  const types = typesOf(schema);
  const trimmed = text.trim();
  if ((types.includes('number') || types.includes('integer')) && NUMBER.test(trimmed)) return Number(trimmed);
  if (types.includes('boolean') && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true';
  const wantsJson = (types.includes('array') && trimmed[0] === '[') || (types.includes('object') && trimmed[0] === '{');
  if (wantsJson || (!types.includes('string') && types.some(type => type === 'array' || type === 'object'))) {
    const value = parseJson(trimmed);
    return value instanceof UnreadableJson && types.includes('string') ? text : value;
  }
  return schema.enum || schema.trim ? trimmed : text;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the text in its message, and the text may be private: only the position is told.
    const position = /at position \d+( \(line \d+ column \d+\))?|end of JSON input/i.exec(String(error))?.[0];
    return new UnreadableJson(
      position ? `it breaks off ${position.replace(/^end/i, 'at the end')}` : 'it does not begin like JSON'
    );
  }
}

/** Expressions give numbers and booleans where a text is wanted: "{{components.count.value}}" as a prompt. */
function readValue(value: unknown, types: string[]): unknown {
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  const fits = types.includes(typeof value) || (typeof value === 'number' && types.includes('integer'));
  return isPlain && !fits && types.includes('string') ? String(value) : value;
}
