import type {
  ListShape,
  NumberShape,
  ObjectShape,
  Reference,
  Shape,
  ShapeTable,
  TextShape,
} from '../../lib/parameters/shape';
import type { ApiDocument, DocumentNode } from './document';
import { emptyFlat, type Flat, type FlatObject, unite } from './flat';
import type { SdkNode, SdkTypes } from './sdk-types';

/** One value as both sources describe it; a source may say nothing, or several things. */
interface Pair {
  document: DocumentNode[];
  sdk: SdkNode[];
}

/** One object as both sources describe it. */
interface ObjectPair {
  document?: FlatObject<DocumentNode>;
  sdk?: FlatObject<SdkNode>;
}

/** Properties whose values tell the objects of a union apart. */
const discriminators = ['type', 'role', 'object', 'mode'];

/**
 * What both sources require of an object, by its type, and OpenAI's guide to image generation leaves out: it names an
 * earlier picture by its id alone.
 */
const leftOut: Record<string, string[]> = { image_generation_call: ['status', 'result'] };

/** What a source says that has nothing to say. */
const silent = JSON.stringify(emptyFlat());

/** The document is older and states bounds; the SDK is newer and states names and values. What either allows is allowed. */
export function createMerger(document: ApiDocument, sdk: SdkTypes) {
  const shapes: Shape[] = [];
  const places = new Map<string, number>();

  const flattenBoth = (pair: Pair) => ({
    document: pair.document.map(document.flatten).reduce<Flat<DocumentNode>>(unite, emptyFlat()),
    sdk: pair.sdk.map(sdk.flatten).reduce<Flat<SdkNode>>(unite, emptyFlat()),
  });

  const keyOf = ({ document: nodes, sdk: types }: Pair): string | undefined => {
    const names = [...nodes.map(document.nameOf), ...types.map(sdk.nameOf)];
    return names.some(name => name !== undefined) && names.every(name => name !== undefined)
      ? names.join(' ')
      : undefined;
  };

  /** A named pair gets a place in the table, so that what contains itself comes to an end. */
  const build = (pair: Pair): Reference => {
    const key = keyOf(pair);
    if (key === undefined) return buildShape(pair);
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = shapes.push({}) - 1;
    places.set(key, place);
    Object.assign(shapes[place] ?? {}, buildShape(pair));
    return place;
  };

  const buildShape = (pair: Pair): Shape => {
    const flat = flattenBoth(pair);
    const [first, second] = [flat.document, flat.sdk];
    const isSilent = (one: Flat<unknown>) => JSON.stringify(one) === silent;
    if ((first.any || isSilent(first)) && (second.any || isSilent(second))) return { any: true };
    const text = mergeTexts(first.text, second.text);
    const number = mergeNumbers(first.number, second.number);
    const list = buildList(flat.document.lists, flat.sdk.lists);
    const objects = buildObjects(flat.document.objects, flat.sdk.objects);
    return {
      ...((first.null || second.null) && { null: true }),
      ...((first.boolean || second.boolean) && { boolean: true }),
      ...((first.file || second.file) && { file: true }),
      ...(text && !(first.file || second.file) && { text }),
      ...(number && { number }),
      ...(list && { list }),
      ...(objects.length > 0 && { objects }),
    };
  };

  const buildList = (first: Flat<DocumentNode>['lists'], second: Flat<SdkNode>['lists']): ListShape | undefined => {
    if (first.length + second.length === 0) return undefined;
    const items = build({ document: first.map(list => list.items), sdk: second.map(list => list.items) });
    const minimums = first.map(({ min }) => min ?? 0);
    const maximums = first.map(({ max }) => max ?? Number.POSITIVE_INFINITY);
    const min = Math.min(...minimums);
    const max = Math.max(...maximums);
    return { items, ...(Number.isFinite(min) && min > 0 && { min }), ...(Number.isFinite(max) && { max }) };
  };

  /** Whether two objects are one as the sources know it, and how much speaks for it; below 0, they are not. */
  const likeness = (one: FlatObject<DocumentNode>, other: FlatObject<SdkNode>): number => {
    let score = 0;
    for (const name of discriminators) {
      const [first, second] = [one.properties.get(name), other.properties.get(name)];
      const mine = first && document.flatten(first).text?.values;
      const theirs = second && sdk.flatten(second).text?.values;
      if (!mine || !theirs) continue;
      if (!mine.some(value => theirs.includes(value))) return -1;
      score += mine.every(value => theirs.includes(value)) ? 20 : 10;
    }
    const common = [...one.properties.keys()].filter(name => other.properties.has(name)).length;
    return score + common - Math.max(one.properties.size, other.properties.size) / 100;
  };

  const pairObjects = (first: FlatObject<DocumentNode>[], second: FlatObject<SdkNode>[]): ObjectPair[] => {
    const [onlyFirst, onlySecond] = [first[0], second[0]];
    if (first.length === 1 && second.length === 1 && onlyFirst && onlySecond) {
      return [{ document: onlyFirst, sdk: onlySecond }];
    }
    const left = [...first];
    const pairs: ObjectPair[] = second.map(object => {
      const scores = left.map(candidate => likeness(candidate, object));
      const best = Math.max(...scores);
      if (left.length === 0 || best <= 0) return { sdk: object };
      const [found] = left.splice(scores.indexOf(best), 1);
      return { ...(found && { document: found }), sdk: object };
    });
    return [...pairs, ...left.map(object => ({ document: object }))];
  };

  const valuesOf = ({ document: one, sdk: other }: ObjectPair): string[] => {
    const [first, second] = [one?.properties.get('type'), other?.properties.get('type')];
    return [
      ...((first && document.flatten(first).text?.values) ?? []),
      ...((second && sdk.flatten(second).text?.values) ?? []),
    ];
  };

  const buildObject = (known: ObjectPair): ObjectShape => {
    const names = new Set([...(known.document?.properties.keys() ?? []), ...(known.sdk?.properties.keys() ?? [])]);
    const properties = [...names].map(name => {
      const [mine, theirs] = [known.document?.properties.get(name), known.sdk?.properties.get(name)];
      return [name, build({ document: mine ? [mine] : [], sdk: theirs ? [theirs] : [] })] as const;
    });
    const isOptional = (name: string, object: FlatObject<unknown> | undefined) =>
      object?.properties.has(name) === true && !object.required.has(name);
    // Items that the API gave out come back with their ids, also those of which the sources name none.
    const isMessage = valuesOf(known).includes('message') && !names.has('id');
    const spared = valuesOf(known).flatMap(value => leftOut[value] ?? []);
    const required = [...names].filter(
      name => !spared.includes(name) && !isOptional(name, known.document) && !isOptional(name, known.sdk)
    );
    return {
      properties: { ...Object.fromEntries(properties), ...(isMessage && { id: { text: {} } }) },
      ...(required.length > 0 && { required }),
      ...((known.document?.isOpen || known.sdk?.isOpen) && { open: true }),
    };
  };

  const buildObjects = (first: FlatObject<DocumentNode>[], second: FlatObject<SdkNode>[]): ObjectShape[] => {
    const built = pairObjects(first, second).map(buildObject);
    const written = built.map(object => JSON.stringify(object));
    return built.filter((_, index) => written.indexOf(written[index] ?? '') === index);
  };

  /** The body of a request. @param without Properties of the SDK's type that the body does not have. */
  const buildBody = (pair: Pair, without: string[]): Reference => {
    const flat = flattenBoth(pair);
    for (const { properties } of flat.sdk.objects) for (const name of without) properties.delete(name);
    const objects = buildObjects(flat.document.objects, flat.sdk.objects);
    return { objects };
  };

  return {
    buildBody,
    toTable: (requests: ShapeTable['requests']): ShapeTable => ({ requests, shapes }),
  };
}

function mergeTexts(one: TextShape | undefined, other: TextShape | undefined): TextShape | undefined {
  if (!one || !other) return one ?? other;
  const { values: mine, ...bounds } = one;
  if (!mine || !other.values) return bounds;
  return { values: [...new Set([...mine, ...other.values])], ...bounds };
}

/** The SDK does not tell integers from other numbers, so that the document is believed. */
function mergeNumbers(one: NumberShape | undefined, other: NumberShape | undefined): NumberShape | undefined {
  return one ?? other;
}
