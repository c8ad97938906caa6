import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type ModuleItem, parseFileSync } from '@swc/core';

const root = join(__dirname, '../..');

/** An import of one source file by another, as paths from the root with "/". */
export interface Import {
  from: string;
  to: string;
  /** It is gone at run time. */
  typeOnly: boolean;
}

const SKIPPED = ['node_modules', 'dist', 'out'];

/** Every TypeScript file below a folder, as paths from the root. */
export function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : listSources(path);
    return /\.tsx?$/.test(path) && !path.endsWith('.d.ts') ? [path] : [];
  });
}

/** The imports of other files of the project, static ones and those of a module that is loaded when first needed. */
export function listImports(files: string[]): Import[] {
  return files.flatMap(from =>
    readSpecifiers(from).flatMap(({ specifier, typeOnly }) => {
      const to = specifier.startsWith('.') ? resolveSource(from, specifier) : undefined;
      return to ? [{ from, to, typeOnly }] : [];
    })
  );
}

function readSpecifiers(file: string): { specifier: string; typeOnly: boolean }[] {
  const module = parseFileSync(join(root, file), { syntax: 'typescript', tsx: file.endsWith('.tsx') });
  const lazy = JSON.stringify(module.body).matchAll(
    /"callee":\{"type":"Import"[^}]*\},"arguments":\[\{[^[]*?"value":"([^"]+)"/g
  );
  return [
    ...module.body.flatMap(readSpecifier),
    ...[...lazy].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
  ];
}

function readSpecifier(item: ModuleItem): { specifier: string; typeOnly: boolean }[] {
  switch (item.type) {
    case 'ImportDeclaration': {
      const named = item.specifiers.filter(({ type }) => type === 'ImportSpecifier');
      const onlyTypes =
        named.length > 0 &&
        named.length === item.specifiers.length &&
        named.every(name => 'isTypeOnly' in name && name.isTypeOnly);
      return [{ specifier: item.source.value, typeOnly: item.typeOnly || onlyTypes }];
    }
    case 'ExportNamedDeclaration':
      return item.source ? [{ specifier: item.source.value, typeOnly: Reflect.get(item, 'typeOnly') === true }] : [];
    case 'ExportAllDeclaration':
      return [{ specifier: item.source.value, typeOnly: false }];
    default:
      return [];
  }
}

function resolveSource(from: string, specifier: string): string | undefined {
  const path = join(root, dirname(from), specifier);
  const found = ['', '.ts', '.tsx', `${sep}index.ts`, `${sep}index.tsx`]
    .map(ending => path + ending)
    .find(candidate => /\.tsx?$/.test(candidate) && existsSync(candidate));
  return found && relative(root, found).split(sep).join('/');
}
