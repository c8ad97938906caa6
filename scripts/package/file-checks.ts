import { Script } from 'node:vm';
import { at } from '../../workbench/forms/json';
import { FETCHED, hash, PLUGIN_ID, type Release } from './release';

/** One thing that is wrong: where, and what to do. */
export interface Finding {
  /** A path below the plugin's folder, or the address itself. */
  where: string;
  problem: string;
}

/** A file as it was fetched. */
export interface Fetched {
  path: string;
  content: Buffer;
}

/** What is wrong with one file by itself. */
export function checkContent({ path, content }: Fetched): Finding[] {
  const problem = findProblem(path, content);
  return problem ? [{ where: path, problem }] : [];
}

function findProblem(path: string, content: Buffer): string | undefined {
  if (content.length === 0) return 'is empty';
  const text = decode(content);
  if (text === undefined) return 'is not UTF-8 text; it may be compressed, and served without saying so';
  if (text.startsWith('\uFEFF'))
    return 'begins with a byte order mark, which no JSON may; save it as UTF-8 without one';
  if (/^\s*(<!doctype html|<html)/i.test(text)) return 'is a web page, such as a login; the file must be public';
  if (/^version https:\/\/git-lfs/.test(text)) return 'is a pointer of Git LFS, not the file';
  if (path.endsWith('.json')) return checkJson(path, text);
  if (path.endsWith('.svg')) return /<svg[\s>]/.test(text) ? undefined : 'is not an SVG image';
  return checkScript(text);
}

function decode(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function checkJson(path: string, text: string): string | undefined {
  const json = parse(text);
  if (json === undefined) return 'is not valid JSON; ToolJet says "Invalid plugin files"';
  const kind = at(json, 'source', 'kind');
  if (path === 'lib/manifest.json' && kind !== PLUGIN_ID) {
    return `must have the kind "${PLUGIN_ID}" in source; got ${JSON.stringify(kind) ?? 'none'}`;
  }
  if (path === 'lib/operations.json' && at(json, 'properties', 'operation') === undefined) {
    return 'must have properties.operation, from which the query form is drawn';
  }
  return undefined;
}

/** It is only read, not run. */
function checkScript(text: string): string | undefined {
  try {
    new Script(`(function (module, exports, require) {${text}\n})`);
  } catch (error) {
    return `is not valid JavaScript, or was cut off: ${String(error)}`;
  }
  return /\bmodule\.exports\b|\bexports\./.test(text)
    ? undefined
    : 'exports nothing; it must be the built dist/index.js';
}

/** What is wrong with the files together: their versions, sizes and checksums. */
export function checkRelease(files: Fetched[]): { version?: string; findings: Finding[] } {
  const release = readRelease(files);
  if (!release) return { findings: [] };
  const { version } = release;
  const listed = new Map(release.files.map(file => [file.path, file]));
  const findings = FETCHED.flatMap((path): Finding[] => {
    const content = files.find(file => file.path === path)?.content;
    const expected = listed.get(path);
    if (!content || !expected) return content ? [{ where: path, problem: 'is not listed in release.json' }] : [];
    const problem = compare(content, expected);
    return problem ? [{ where: path, problem }] : [];
  });
  const bundle = files.find(({ path }) => path === 'dist/index.js')?.content.toString() ?? '';
  const built = /^\/\*! \w+ (\S+) \*\//.exec(bundle)?.[1];
  if (built !== undefined && built !== version) {
    findings.push({ where: 'dist/index.js', problem: `is of version ${built}; release.json says ${version}` });
  }
  if (!/^[2-9]\d*\.\d+\.\d+/.test(version)) {
    findings.push({ where: 'release.json', problem: `version must be above ToolJet's own 1.0.0; got ${version}` });
  }
  return { version, findings };
}

function compare(content: Buffer, { bytes, sha256 }: Release['files'][number]): string | undefined {
  if (content.length !== bytes) return `has ${content.length} bytes; release.json says ${bytes}`;
  return hash(content) === sha256 ? undefined : 'differs from the release: its SHA-256 is not the one in release.json';
}

function readRelease(files: Fetched[]): Release | undefined {
  const text = files.find(({ path }) => path === 'release.json')?.content.toString() ?? '';
  const json = parse(text);
  const list = at(json, 'files');
  const version = at(json, 'version');
  if (typeof version !== 'string' || !Array.isArray(list)) return undefined;
  const described = list.map((file: unknown) => ({
    path: String(at(file, 'path')),
    bytes: Number(at(file, 'bytes')),
    sha256: String(at(file, 'sha256')),
  }));
  return { id: PLUGIN_ID, version, files: described };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
