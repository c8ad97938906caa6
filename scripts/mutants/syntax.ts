import { parseSync } from '@swc/core';

/** A node of the syntax tree, with its place in the file in bytes. */
export interface Node {
  type: string;
  span: { start: number; end: number };
  [key: string]: unknown;
}

/** A file with its syntax tree. */
export interface Source {
  path: string;
  text: string;
  module: Node;
  /** The text of a node, as it is in the file. */
  textOf(node: Node): string;
  lineOf(node: Node): number;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'span' in value;

/** What is no code: types, names of properties, and where modules come from. */
const NO_CODE = ['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'typeParams', 'superTypeParams'];
const NO_NODES = /^(Import|Export(All|Named)|Ts(?!AsExpression|SatisfiesExpression|ConstAssertion|NonNull))/;

/** A node below another one. */
export interface Child {
  node: Node;
  /** Under which key of its parent it is found. */
  key: string;
  /** The name of the property whose value it is. */
  property?: string;
}

/** The nodes of code directly below one, in the order of the file. */
export function childrenOf(parent: Node): Child[] {
  const found: Child[] = [];
  const look = (place: Omit<Child, 'node'>, value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) look(place, item);
    else if (isNode(value)) {
      if (!NO_NODES.test(value.type)) found.push({ ...place, node: value });
    } else if (typeof value === 'object' && value !== null) lookInto(value, place);
  };
  const lookInto = (holder: object, place?: Omit<Child, 'node'>): void => {
    const name: unknown = Reflect.get(Object(Reflect.get(holder, 'key')), 'value');
    for (const [key, value] of Object.entries(holder)) {
      if (NO_CODE.includes(key) || (key === 'key' && isNode(value) && value.type !== 'Computed')) continue;
      look({ key, ...place, ...(typeof name === 'string' && { property: name }) }, value);
    }
  };
  lookInto(parent);
  return found.toSorted((one, other) => one.node.span.start - other.node.span.start);
}

/** Reads a TypeScript file. */
export function parse(path: string, text: string): Source {
  // The parser counts from where the first token of all files begins, so the file gets one whose place is known.
  const bytes = Buffer.from(`;${text}`);
  const module: unknown = parseSync(bytes.toString(), { syntax: 'typescript', target: 'es2022' });
  if (!isNode(module)) throw new Error(`${path} has no syntax tree`);
  const from = module.span.start;
  const sliceOf = (start: number, end: number) => bytes.subarray(start - from, end - from).toString();
  return {
    path,
    text,
    module,
    textOf: ({ span }) => sliceOf(span.start, span.end),
    lineOf: ({ span }) => sliceOf(from, span.start).split('\n').length,
  };
}
