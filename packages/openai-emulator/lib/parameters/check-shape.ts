import { ApiError, invalidType, invalidValue, missingParameter, unknownParameter } from '../http/api-error';
import { isObject, type JsonObject } from '../http/json';
import { checkChoice, checkList, checkNumber, checkText, nameType } from './checks';
import { nameAllowed, typeOf } from './name-types';
import type { ListShape, ObjectShape, Reference, Shape } from './shape';
import { resolve } from './shape-table';

/** Where a value stands, as the API names it: messages[0].content. */
function placeOf(place: string, name: string): string {
  return place ? `${place}.${name}` : name;
}

function checkItems(items: unknown[], { items: shape, min, max }: ListShape, place: string): void {
  checkList({ [place]: items }, place, { minimum: min ?? 0, maximum: max ?? Number.POSITIVE_INFINITY });
  items.forEach((item, index) => {
    checkValue(item, shape, `${place}[${index}]`);
  });
}

/** The values that a property of an object must have, where it is how the object is told from others. */
function tagsOf(object: ObjectShape, name: string): string[] | undefined {
  const property = object.properties[name];
  return property === undefined ? undefined : resolve(property).text?.values;
}

const tagNames = ['type', 'role', 'object', 'mode'];

/** Properties by which all objects of a union are told apart. */
function tagsFor(objects: ObjectShape[]): string[] {
  return tagNames.filter(name => objects.every(object => tagsOf(object, name) !== undefined));
}

/** How many of a value's properties an object has. */
function countKnown(value: JsonObject, { properties }: ObjectShape): number {
  return Object.keys(value).filter(name => name in properties).length;
}

function findFault(value: JsonObject, object: ObjectShape, place: string): ApiError | undefined {
  try {
    checkObject(value, object, place);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function fitsTags(value: JsonObject, object: ObjectShape): boolean {
  return tagNames.every(name => {
    const tags = tagsOf(object, name);
    return !tags || value[name] === undefined || tags.includes(String(value[name]));
  });
}

/** Finds which object of a union is meant, and checks it; of several, the one nearest to the value says what is wrong. */
function checkUnion(value: JsonObject, objects: ObjectShape[], place: string): void {
  const meant = objects.filter(object => fitsTags(value, object));
  if (meant.length === 0) {
    const [tag = 'type'] = tagsFor(objects);
    const supported = [...new Set(objects.flatMap(object => tagsOf(object, tag) ?? []))];
    checkChoice({ [placeOf(place, tag)]: value[tag] }, placeOf(place, tag), supported);
    throw invalidValue(place, `Invalid value for '${place}'.`);
  }
  const nearest = meant.toSorted((one, other) => countKnown(value, other) - countKnown(value, one));
  let fault: ApiError | undefined;
  for (const object of nearest) {
    const found = findFault(value, object, place);
    if (!found) return;
    fault ??= found;
  }
  if (fault) throw fault;
}

/** The sources call some properties required that may be null, such as `strict` of a function; the API does without them. */
function isMissing(value: unknown, shape: Reference | undefined): boolean {
  if (value !== undefined && value !== null) return false;
  return shape !== undefined && !resolve(shape).null && !(value === null && resolve(shape).any);
}

function checkObject(value: JsonObject, { properties, required = [], open }: ObjectShape, place: string): void {
  for (const name of Object.keys(value)) {
    if (!(name in properties) && !open) throw unknownParameter(placeOf(place, name));
  }
  const missing = required.find(name => isMissing(value[name], properties[name]));
  if (missing) throw missingParameter(placeOf(place, missing));
  for (const [name, shape] of Object.entries(properties)) {
    if (value[name] !== undefined) checkValue(value[name], shape, placeOf(place, name));
  }
}

function checkScalar(value: unknown, { text, number }: Shape, place: string): void {
  const named = { [place]: value };
  if (typeof value === 'number' && number) {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, integer = false } = number;
    checkNumber(named, place, { minimum: min, maximum: max, integer });
  }
  if (typeof value !== 'string' || !text) return;
  if (text.values) checkChoice(named, place, text.values);
  checkText(named, place, text.max ?? Number.POSITIVE_INFINITY);
  if (value.length >= (text.min ?? 0)) return;
  const message = `Invalid '${place}': empty string. Expected a string with minimum length ${text.min}, but got an empty string instead.`;
  throw new ApiError(message, { param: place, code: 'empty_string' });
}

function checkValue(value: unknown, reference: Reference, place: string): void {
  const shape = resolve(reference);
  if (shape.any) return;
  const type = typeOf(value);
  const isAllowed = type === 'null' ? shape.null : type in shape;
  if (!isAllowed) throw invalidType(place, nameAllowed(shape), nameType(value));
  checkScalar(value, shape, place);
  if (Array.isArray(value) && shape.list) checkItems(value, shape.list, place);
  if (!isObject(value) || !shape.objects) return;
  const [only, ...others] = shape.objects;
  if (only && others.length === 0) checkObject(value, only, place);
  else checkUnion(value, shape.objects, place);
}

interface Leniency {
  /** Takes parameters that the API does not know, as servers do that are compatible with it. */
  takesUnknown: boolean;
}

/**
 * Rejects a body that the API would reject whatever the model. A missing model is left to the endpoints, which say it in
 * different words.
 */
export function checkBody(body: JsonObject, reference: Reference, { takesUnknown }: Leniency): void {
  const [object] = resolve(reference).objects ?? [];
  if (!object) return;
  const required = (object.required ?? []).filter(name => name !== 'model');
  checkObject(body, { ...object, required, ...(takesUnknown && { open: true }) }, '');
}
