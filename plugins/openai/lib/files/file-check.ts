import { countOf } from '../options/count';
import { oneOf } from '../options/one-of';
import type { Problem } from '../options/option';
import type { FileContent, FileRule, LoadedFile } from '../types/file';
import { readEnds } from './file-content';
import { hasAlpha, isWhole } from './file-facts';
import { nameOfficeType } from './named-types';

/**
 * Checks one file against the rule of its option.
 *
 * @param model The model that sets the rule, if one does.
 * @returns What is wrong, completing "image 2 ...".
 */
export function findFault(file: LoadedFile, rule: FileRule, model: string | undefined): string | undefined {
  const forModel = model ? ` for ${model}` : '';
  if ('bytes' in file) return findTypeOrSizeFault(file, rule, forModel) ?? findContentFault(file, rule, forModel);
  if ('length' in file) return undefined;
  const isUnsupported = rule.content_only || ('file_id' in file ? rule.no_file_ids : rule.no_api_links);
  const kind = 'file_id' in file ? 'a file id' : 'an image_url';
  return isUnsupported ? `must be the file itself${forModel}; got ${kind}` : undefined;
}

function findTypeOrSizeFault(
  { mime_type, extension, bytes }: FileContent,
  { types, max_bytes }: FileRule,
  forModel: string
): string | undefined {
  if (types.length > 0 && !types.includes(mime_type)) {
    const names = [...new Set(types.map(nameType))];
    return `must be ${oneOf(names)}${forModel}; got ${nameActualType(extension, mime_type)}`;
  }
  if (bytes <= max_bytes) return undefined;
  const [most, got] = nameSizes(max_bytes, bytes);
  return `must be at most ${most}${forModel}; got ${got}`;
}

function findContentFault(file: FileContent, { types, square, alpha }: FileRule, forModel: string): string | undefined {
  if (types.length === 0) return undefined;
  const { mime_type, width, height } = file;
  const ends = readEnds(file);
  if (!isWhole(mime_type, ends)) return 'is incomplete: the end of its data is missing';
  if (mime_type.startsWith('image/') && mime_type !== 'image/svg+xml' && !width)
    return 'is corrupt: its dimensions cannot be read';
  if (square && width !== height) return `must be square${forModel}; got ${width}x${height} pixels`;
  if (alpha && !hasAlpha(ends.head)) return 'must have an alpha channel; its transparent parts mark what to change';
  return undefined;
}

/** The common names of media types whose subtype is not the usual file extension. */
const TYPE_NAMES: Record<string, string> = { 'text/plain': 'text', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' };

const nameType = (type: string) => TYPE_NAMES[type] ?? nameOfficeType(type) ?? type.replace(/^\w+\//, '');

function nameActualType(extension: string, mime_type: string): string {
  if (extension === 'html' && mime_type === 'text/plain') return 'a web page (text/html)';
  return extension ? `${extension} (${mime_type})` : mime_type;
}

/** Base64 of more, with the rest of its request, would exceed the longest string of V8, 536,870,888 characters. */
const MAX_ENCODED_BYTES = 380_000_000;

/** What is wrong with content in memory that is larger than base64 can hold, completing "file 1 ...". */
export function findEncodingFault(bytes: number): string | undefined {
  if (bytes <= MAX_ENCODED_BYTES) return undefined;
  const [most, got] = nameSizes(MAX_ENCODED_BYTES, bytes);
  return `must be at most ${most} unless it is a link; got ${got}`;
}

/** Two sizes in megabytes, or where those would be the same, in bytes. */
export function nameSizes(most: number, got: number): [string, string] {
  const megabytes: [string, string] = [`${toMegabytes(most)} MB`, `${toMegabytes(got)} MB`];
  return megabytes[0] === megabytes[1] ? [countOf(most, 'byte'), countOf(got, 'byte')] : megabytes;
}

/** "4.2", for a message. */
export const toMegabytes = (bytes: number): string =>
  (bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 });

const countBytes = (files: LoadedFile[]): number =>
  files.reduce((sum, file) => sum + ('bytes' in file ? file.bytes : 0), 0);

/** Checks the files of one request, which holds them all as base64. */
export function inspectTotal(files: Record<string, LoadedFile[]>): Problem[] {
  const sizes = Object.entries(files).map(([field, loaded]) => ({ field, bytes: countBytes(loaded) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const [most] = sizes.sort((one, other) => other.bytes - one.bytes);
  if (!most || total <= MAX_ENCODED_BYTES) return [];
  const limit = `at most ${toMegabytes(MAX_ENCODED_BYTES)} MB in total`;
  return [
    {
      field: most.field,
      message: `${most.field} must be ${limit}; got ${toMegabytes(total)} MB`,
      allowed: [limit],
    },
  ];
}
