import type { openSdkTypes, SdkNode } from '../../packages/openai-emulator/scripts/shapes/sdk-types';

type Sdk = ReturnType<typeof openSdkTypes>;

/** A value of a type, made for one of its parts. */
export interface Example {
  /** The part, such as `user_location.city`. */
  path: string;
  value: unknown;
  /** What of it must stand in the request's JSON. */
  shows: string;
}

/** Types contain each other; no option has parts that lie deeper. */
const MAX_DEPTH = 5;

/** A text that fits the name of its property. */
function textFor(name: string): string {
  if (name.endsWith('url')) return 'https://example.com/a.png';
  if (name === 'parameters' || name === 'schema') return '{}';
  return name.endsWith('id') || name.endsWith('ids') ? 'id_1' : 'drift';
}

function minimal(sdk: Sdk, node: SdkNode, name: string, depth: number): unknown {
  const flat = sdk.flatten(node);
  if (flat.text) return flat.text.values?.[0] ?? textFor(name);
  if (flat.number) return 1;
  if (flat.boolean) return true;
  const [object] = flat.objects;
  if (object) return minimalObject(sdk, object, depth);
  const [list] = flat.lists;
  if (list) return depth === 0 ? [] : [minimal(sdk, list.items, name, depth - 1)];
  return flat.null ? null : {};
}

type ObjectType = ReturnType<Sdk['flatten']>['objects'][number];

function minimalObject(sdk: Sdk, { properties, required }: ObjectType, depth: number): Record<string, unknown> {
  const needed = [...properties].filter(([name]) => required.has(name));
  return Object.fromEntries(needed.map(([name, node]) => [name, minimal(sdk, node, name, depth - 1)]));
}

const pair = (name: string, value: unknown): string => JSON.stringify({ [name]: value }).slice(1, -1);

/** Values of a type that together have every property, and every string that one of them may be. */
export function listExamples(sdk: Sdk, node: SdkNode, name = '', depth = MAX_DEPTH): Example[] {
  const { text, number, boolean, objects, lists } = sdk.flatten(node);
  const plain = [
    ...(text ? (text.values ?? [textFor(name)]) : []),
    ...(number ? [1] : []),
    ...(boolean ? [true, false] : []),
  ].map(value => ({ path: typeof value === 'string' ? `: ${value}` : '', value, shows: pair(name, value) }));
  if (depth === 0) return plain;
  const inLists = lists.flatMap(({ items }) =>
    listExamples(sdk, items, name, depth - 1).map(({ path, value, shows }) => ({
      path,
      value: [value],
      shows: typeof value === 'object' ? shows : JSON.stringify(value),
    }))
  );
  return [...plain, ...inLists, ...objects.flatMap(object => listOfObject(sdk, object, depth))];
}

function listOfObject(sdk: Sdk, object: ObjectType, depth: number): Example[] {
  const base = minimalObject(sdk, object, depth);
  return [...object.properties].flatMap(([name, node]) =>
    listExamples(sdk, node, name, depth - 1).map(({ path, value, shows }) => ({
      path: path.startsWith(':') || path === '' ? `${name}${path}` : `${name}.${path}`,
      value: { ...base, [name]: value },
      shows,
    }))
  );
}
