import type { NumberShape, TextShape } from '../../lib/parameters/shape';

/** One of the objects that a value may be, its properties not yet looked at. */
export interface FlatObject<Node> {
  properties: Map<string, Node>;
  required: Set<string>;
  isOpen: boolean;
}

/** Everything that a schema or a type lets a value be, its parts not yet looked at. */
export interface Flat<Node> {
  any: boolean;
  null: boolean;
  boolean: boolean;
  file: boolean;
  text?: TextShape;
  number?: NumberShape;
  lists: { items: Node; min?: number; max?: number }[];
  objects: FlatObject<Node>[];
}

export function emptyFlat<Node>(): Flat<Node> {
  return { any: false, null: false, boolean: false, file: false, lists: [], objects: [] };
}

function uniteTexts(one: TextShape, other: TextShape): TextShape {
  const isOpen = !one.values || !other.values;
  const bounds = { ...one, ...other };
  delete bounds.values;
  return { ...(isOpen ? {} : { values: [...new Set([...(one.values ?? []), ...(other.values ?? [])])] }), ...bounds };
}

/** Either of two. */
export function unite<Node>(one: Flat<Node>, other: Flat<Node>): Flat<Node> {
  const text = one.text && other.text ? uniteTexts(one.text, other.text) : (one.text ?? other.text);
  const isInteger = (one.number?.integer ?? true) && (other.number?.integer ?? true);
  const number = (one.number ?? other.number) && { ...one.number, ...other.number };
  if (number && !isInteger) delete number.integer;
  return {
    any: one.any || other.any,
    null: one.null || other.null,
    boolean: one.boolean || other.boolean,
    file: one.file || other.file,
    ...(text && { text }),
    ...(number && { number }),
    lists: [...one.lists, ...other.lists],
    objects: [...one.objects, ...other.objects],
  };
}

/** An object that is both of two. */
function joinObjects<Node>(one: FlatObject<Node>, other: FlatObject<Node>): FlatObject<Node> {
  return {
    properties: new Map([...one.properties, ...other.properties]),
    required: new Set([...one.required, ...other.required]),
    isOpen: one.isOpen && other.isOpen,
  };
}

/** Both of two: their objects are combined, and of anything else the first says more. */
export function intersect<Node>(one: Flat<Node>, other: Flat<Node>): Flat<Node> {
  if (one.objects.length === 0) return { ...other, ...one, objects: other.objects };
  if (other.objects.length === 0) return one;
  const objects = one.objects.flatMap(first => other.objects.map(second => joinObjects(first, second)));
  return { ...one, objects };
}
