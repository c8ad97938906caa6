import { isNode, type Node, type Source } from './syntax';

/** What may stand in the place of an expression. */
export interface Alternative {
  code: string;
  what: string;
}

const OPERATORS = new Map(
  Object.entries({
    '<': '<=',
    '<=': '<',
    '>': '>=',
    '>=': '>',
    '===': '!==',
    '!==': '===',
    '&&': '||',
    '||': '&&',
    '+': '-',
    '-': '+',
    '*': '/',
    '/': '*',
    '%': '*',
  })
);

const METHODS = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    min: 'max',
    max: 'min',
  })
);

/** Methods that give what they are called on, changed. */
const CHANGING = ['filter', 'trim', 'toLowerCase', 'toSorted', 'sort', 'reverse', 'toReversed', 'slice', 'flat'];

const nodeOf = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};
const isText = (node: Node | undefined) => node?.type === 'StringLiteral' || node?.type === 'TemplateLiteral';

type Mutator = (node: Node, source: Source) => Alternative[];

const mutators: Record<string, Mutator> = {
  BinaryExpression: (node, { textOf }) => {
    const [left, right, operator] = [nodeOf(node, 'left'), nodeOf(node, 'right'), String(node['operator'])];
    if (!left || !right || (operator === '+' && (isText(left) || isText(right)))) return [];
    if (operator === '??') return [{ code: textOf(left), what: 'no default' }];
    const other = OPERATORS.get(operator);
    if (!other) return [];
    return [{ code: `(${textOf(left)}) ${other} (${textOf(right)})`, what: `${operator} is ${other}` }];
  },
  UnaryExpression: (node, { textOf }) => {
    const argument = nodeOf(node, 'argument');
    const operator = String(node['operator']);
    return argument && ['!', '-'].includes(operator) ? [{ code: textOf(argument), what: `no ${operator}` }] : [];
  },
  AssignmentExpression: (node, { textOf }) => {
    const other = { '+=': '-=', '-=': '+=' }[String(node['operator'])];
    const [left, right] = [nodeOf(node, 'left'), nodeOf(node, 'right')];
    if (!other || !left || !right || isText(right)) return [];
    return [{ code: `${textOf(left)} ${other} ${textOf(right)}`, what: `${node['operator']} is ${other}` }];
  },
  BooleanLiteral: node => [{ code: String(!node['value']), what: `is ${!node['value']}` }],
  NumericLiteral: ({ value }) => {
    const other = Math.abs(Number(value)) < 100 ? Number(value) + 1 : Number(value) * 2;
    return [{ code: String(other), what: `${value} is ${other}` }];
  },
  StringLiteral: node => {
    const other = node['value'] === '' ? 'mutant' : '';
    return [{ code: JSON.stringify(other), what: `${JSON.stringify(node['value'])} is "${other}"` }];
  },
  TemplateLiteral: () => [{ code: '""', what: 'text is ""' }],
  ArrayExpression: ({ elements }) =>
    Array.isArray(elements) && elements.length > 0 ? [{ code: '[]', what: 'list is empty' }] : [],
  RegExpLiteral: ({ pattern, flags }) => {
    const without = [String(pattern).replace(/^\^/, ''), String(pattern).replace(/(?<!\\)\$$/, '')];
    const changed = without.filter(other => other !== pattern && other !== '');
    return changed.map(other => ({ code: `/${other}/${flags}`, what: `/${pattern}/ is /${other}/` }));
  },
  CallExpression: (node, { textOf }) => {
    const callee = nodeOf(node, 'callee');
    const [object, property] = callee ? [nodeOf(callee, 'object'), nodeOf(callee, 'property')] : [];
    const name = String(property?.['value']);
    // Part of an optional chain cannot stand alone.
    if (callee?.type !== 'MemberExpression' || !object || object.type === 'OptionalChainingExpression') return [];
    if (CHANGING.includes(name)) return [{ code: textOf(object), what: `no ${name}()` }];
    const other = METHODS.get(name);
    const rest = textOf(node).slice(textOf(callee).length);
    return other ? [{ code: `${textOf(object)}.${other}${rest}`, what: `${name} is ${other}` }] : [];
  },
};

/** What may stand in the place of an expression, by what it is itself. */
export const alternativesOf: Mutator = (node, source) => mutators[node.type]?.(node, source) ?? [];

/** What may stand in the place of an expression, by where it stands. */
export function alternativesAt(parent: Node, key: string, child: Node): Alternative[] {
  const isArrowBody = parent.type === 'ArrowFunctionExpression' && key === 'body' && child.type !== 'FunctionBody';
  if (key === 'test') {
    const always = { code: 'true', what: 'condition is true' };
    const never = { code: 'false', what: 'condition is false' };
    return parent.type === 'IfStatement' || parent.type === 'ConditionalExpression' ? [always, never] : [never];
  }
  const returns = (parent.type === 'ReturnStatement' && key === 'argument') || isArrowBody;
  return returns && !/Literal$|^Identifier$|^BlockStatement$/.test(child.type)
    ? [{ code: 'undefined', what: 'returns undefined' }]
    : [];
}
