import { type Alternative, alternativesAt, alternativesOf } from './alternatives';
import { type Child, childrenOf, type Node, type Source } from './syntax';

/** One small fault in a file. */
export interface Mutant {
  file: string;
  line: number;
  what: string;
  /** It takes effect when the file is loaded. */
  isStatic: boolean;
  /** The names of the constant and the properties that it is part of. */
  within: string[];
}

/** What a builder reads in forms; tests compare it as a whole with what is written down. */
const ANNOTATIONS = ['title', 'examples'];
const FUNCTION = /Function|Method|Constructor|Getter|Setter/;

/**
 * Puts all mutants of a file into its text, each behind a question whether it is the one that is active, so that all of
 * them are built once.
 *
 * @param first The number of the first one; the others count on.
 */
export function instrument(source: Source, first: number): { code: string; mutants: Mutant[] } {
  const mutants: Mutant[] = [];
  const names: string[] = [];
  let depth = 0;

  const add = (node: Node, what: string): string => {
    mutants.push({ file: source.path, line: source.lineOf(node), what, isStatic: depth === 0, within: [...names] });
    return `__mutant(${first + mutants.length - 1})`;
  };

  const writeExpression = (node: Node, alternatives: Alternative[]): string => {
    const questions = alternatives.map(({ code, what }) => `${add(node, what)} ? (${code}) : `);
    const own = writeChildren(node);
    return questions.length > 0 ? `(${questions.join('')}${own})` : own;
  };

  const write = (parent: Node, { key, node, property }: Child): string => {
    if (isAnnotation(property, depth)) return source.textOf(node);
    const isFunction = FUNCTION.test(node.type) && node.type !== 'FunctionBody';
    const around = alternativesAt(parent, key, node);
    const own = [property, declaredName(node)].flatMap(name => name ?? []);
    names.push(...own);
    if (isFunction) depth += 1;
    const code = isRemovable(node)
      ? `if (${add(node, 'statement is gone')}) {} else {${writeChildren(node)}}`
      : writeExpression(node, [...around, ...(isFixedPlace(parent, node) ? [] : alternativesOf(node, source))]);
    if (isFunction) depth -= 1;
    names.length -= own.length;
    return code;
  };

  const writeChildren = (parent: Node): string => {
    const text = Buffer.from(source.textOf(parent));
    let code = '';
    let at = parent.span.start;
    const copyTo = (end: number) => {
      code += text.subarray(at - parent.span.start, end - parent.span.start).toString();
    };
    for (const child of childrenOf(parent)) {
      const { start, end } = child.node.span;
      if (start < at || end > parent.span.end) continue;
      copyTo(start);
      code += write(parent, child);
      at = end;
    }
    copyTo(parent.span.end);
    return code;
  };

  return { code: writeChildren(source.module).slice(1), mutants };
}

function declaredName({ type, id }: Node): string | undefined {
  const name: unknown = type === 'VariableDeclarator' ? Reflect.get(Object(id), 'value') : undefined;
  return typeof name === 'string' ? name : undefined;
}

function isAnnotation(property: string | undefined, depth: number): boolean {
  return property !== undefined && (ANNOTATIONS.includes(property) || (property === 'description' && depth === 0));
}

/** A tag takes nothing but a template, and a link of an optional chain cannot stand alone. */
function isFixedPlace(parent: Node, node: Node): boolean {
  return (
    (parent.type === 'TaggedTemplateExpression' && node.type === 'TemplateLiteral') ||
    (parent.type === 'OptionalChainingExpression' && node.type === 'CallExpression')
  );
}

function isRemovable({ type, expression }: Node): boolean {
  if (type === 'ThrowStatement') return true;
  if (type !== 'ExpressionStatement') return false;
  const inner: unknown = Reflect.get(Object(expression), 'type');
  const callee: unknown = Reflect.get(Object(Reflect.get(Object(expression), 'callee')), 'type');
  return inner !== 'StringLiteral' && callee !== 'Super';
}
