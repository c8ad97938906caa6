import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import {
  type ModuleItem,
  parseSync,
  type Statement,
  type TsEntityName,
  type TsInterfaceDeclaration,
  type TsType,
  type TsTypeAliasDeclaration,
  type TsTypeElement,
} from '@swc/core';
import { emptyFlat, type Flat, type FlatObject, intersect, unite } from './flat';

type Declaration = TsInterfaceDeclaration | TsTypeAliasDeclaration;

/** A type of the SDK, and the names that can be used where it stands. */
export interface SdkNode {
  type: TsType;
  scope: Scope;
}

interface Scope {
  file: string;
  /** Namespaces around it, the innermost last. */
  path: string[];
}

interface SourceFile {
  /** By qualified name, such as DecisionCreateParams.QuestionParamScore. */
  declarations: Map<string, Declaration>;
  /** Where imported names come from; a whole module has the name `*`. */
  imports: Map<string, { file: string; name: string }>;
}

const fileTypes = ['Uploadable', 'FileLike'];

function nameOfEntity(entity: TsEntityName): string[] {
  return entity.type === 'Identifier' ? [entity.value] : [...nameOfEntity(entity.left), entity.right.value];
}

function collect(items: readonly (ModuleItem | Statement)[], path: string[], into: SourceFile['declarations']): void {
  for (const item of items) {
    const declaration = item.type === 'ExportDeclaration' ? item.declaration : item;
    if (declaration.type === 'TsInterfaceDeclaration' || declaration.type === 'TsTypeAliasDeclaration') {
      into.set([...path, declaration.id.value].join('.'), declaration);
    }
    if (declaration.type !== 'TsModuleDeclaration' || declaration.body?.type !== 'TsModuleBlock') continue;
    if (declaration.id.type === 'Identifier') collect(declaration.body.body, [...path, declaration.id.value], into);
  }
}

function readSource(folder: string, file: string): SourceFile {
  const { body } = parseSync(readFileSync(join(folder, `${file}.d.ts`), 'utf8'), { syntax: 'typescript' });
  const declarations: SourceFile['declarations'] = new Map();
  const imports: SourceFile['imports'] = new Map();
  collect(body, [], declarations);
  for (const item of body) {
    if (item.type !== 'ImportDeclaration') continue;
    const source = normalize(join(dirname(file), item.source.value.replace(/\.m?js$/, '')));
    for (const specifier of item.specifiers) {
      const imported =
        specifier.type === 'ImportSpecifier' ? (specifier.imported?.value ?? specifier.local.value) : '*';
      imports.set(specifier.local.value, { file: source, name: imported });
    }
  }
  return { declarations, imports };
}

export interface SdkTypes {
  find(file: string, name: string): SdkNode;
  /** A name for a node: of the declaration that it refers to, or of the place where a union stands. */
  nameOf(node: SdkNode): string | undefined;
  flatten(node: SdkNode): Flat<SdkNode>;
}

/** @param folder Where the SDK's declarations lie, such as node_modules/openai/resources. */
export function openSdkTypes(folder: string): SdkTypes {
  const sources = new Map<string, SourceFile>();
  const open = (file: string): SourceFile => {
    const source = sources.get(file) ?? readSource(folder, file);
    sources.set(file, source);
    return source;
  };

  interface Found {
    declaration: Declaration;
    scope: Scope;
    name: string;
  }
  const locate = (names: string[], { file, path }: Scope): Found | undefined => {
    const { declarations, imports } = open(file);
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const full = [...path.slice(0, depth), ...names];
      const declaration = declarations.get(full.join('.'));
      if (declaration) return { declaration, scope: { file, path: full }, name: `${file}:${full.join('.')}` };
    }
    const [first = '', ...rest] = names;
    const imported = imports.get(first);
    if (!imported) return undefined;
    const inThere = imported.name === '*' ? rest : [imported.name, ...rest];
    return imported.file.startsWith('..') ? undefined : locate(inThere, { file: imported.file, path: [] });
  };

  const flattenMembers = (members: readonly TsTypeElement[], scope: Scope): FlatObject<SdkNode> => {
    const properties = new Map<string, SdkNode>();
    const required = new Set<string>();
    let isOpen = false;
    for (const member of members) {
      if (member.type === 'TsIndexSignature') isOpen = true;
      if (member.type !== 'TsPropertySignature' || !member.typeAnnotation) continue;
      const { key } = member;
      if (key.type !== 'Identifier' && key.type !== 'StringLiteral') continue;
      properties.set(key.value, { type: member.typeAnnotation.typeAnnotation, scope });
      if (!member.optional) required.add(key.value);
    }
    return { properties, required, isOpen: isOpen || members.length === 0 };
  };

  const flattenDeclaration = ({ declaration, scope }: Found): Flat<SdkNode> => {
    if (declaration.type === 'TsTypeAliasDeclaration') return flatten({ type: declaration.typeAnnotation, scope });
    const own = { ...emptyFlat<SdkNode>(), objects: [flattenMembers(declaration.body.body, scope)] };
    return declaration.extends.reduce<Flat<SdkNode>>((flat, { expression }) => {
      const names = expression.type === 'Identifier' ? [expression.value] : [];
      const base = locate(names, scope);
      return base ? intersect(flattenDeclaration(base), flat) : flat;
    }, own);
  };

  const flattenReference = (names: string[], parameters: readonly TsType[], scope: Scope): Flat<SdkNode> => {
    const flat = emptyFlat<SdkNode>();
    const [first] = parameters;
    const name = names.at(-1) ?? '';
    if (name === 'Array' && first) return { ...flat, lists: [{ items: { type: first, scope } }] };
    if (name === 'Record') return { ...flat, objects: [{ properties: new Map(), required: new Set(), isOpen: true }] };
    if (fileTypes.includes(name)) return { ...flat, file: true };
    const found = locate(names, scope);
    return found ? flattenDeclaration(found) : { ...flat, any: true };
  };

  const flatten = ({ type, scope }: SdkNode): Flat<SdkNode> => {
    const flat = emptyFlat<SdkNode>();
    const flattenAll = (types: readonly TsType[]) => types.map(part => flatten({ type: part, scope }));
    switch (type.type) {
      case 'TsKeywordType':
        if (type.kind === 'string') return { ...flat, text: {} };
        if (type.kind === 'number') return { ...flat, number: {} };
        if (type.kind === 'boolean') return { ...flat, boolean: true };
        if (type.kind === 'null') return { ...flat, null: true };
        return type.kind === 'undefined' ? flat : { ...flat, any: true };
      case 'TsLiteralType':
        if (type.literal.type === 'StringLiteral') return { ...flat, text: { values: [type.literal.value] } };
        if (type.literal.type === 'BooleanLiteral') return { ...flat, boolean: true };
        return type.literal.type === 'NumericLiteral' ? { ...flat, number: {} } : { ...flat, text: {} };
      case 'TsUnionType':
        return flattenAll(type.types).reduce<Flat<SdkNode>>(unite, flat);
      case 'TsIntersectionType': {
        const parts = flattenAll(type.types);
        // (string & {}) is how the SDK writes a text that may be one of several.
        const text = parts.find(part => part.text);
        return text ?? parts.reduce(intersect);
      }
      case 'TsParenthesizedType':
        return flatten({ type: type.typeAnnotation, scope });
      case 'TsArrayType':
        return { ...flat, lists: [{ items: { type: type.elemType, scope } }] };
      case 'TsTypeLiteral':
        return { ...flat, objects: [flattenMembers(type.members, scope)] };
      case 'TsTypeReference':
        return flattenReference(nameOfEntity(type.typeName), type.typeParams?.params ?? [], scope);
      default:
        return { ...flat, any: true };
    }
  };

  return {
    flatten,
    find: (file, name) => {
      const found = locate(name.split('.'), { file, path: [] });
      if (!found) throw new Error(`The SDK has no type ${name} in ${file}`);
      const { id, span } = found.declaration;
      return { type: { type: 'TsTypeReference', span, typeName: id }, scope: { file, path: [] } };
    },
    nameOf: ({ type, scope }) => {
      if (type.type === 'TsTypeReference') return locate(nameOfEntity(type.typeName), scope)?.name;
      return type.type === 'TsUnionType' ? `${scope.file}@${type.span.start}` : undefined;
    },
  };
}
