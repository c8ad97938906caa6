import { DownloadFailure, download } from './download';
import { type FileFacts, hasAlpha, isWhole, readFileFacts } from './file-facts';
import { type GivenFile, readGivenFiles } from './given-file';
import type { Problem } from './option';

/** What an option takes as a file; the catalogue narrows it per model. */
export interface FileRule {
  /** Media types, as the bytes say. */
  types: string[];
  max_bytes: number;
  max_count: number;
  /** Width equals height. */
  square?: boolean;
  /** A PNG with transparency. */
  alpha?: boolean;
  /** No ids of files and no links for the API to read. */
  content_only?: boolean;
  /** No links for the API to read. */
  no_api_links?: boolean;
}

/** A file whose content is here. */
export interface FileContent extends FileFacts {
  name: string;
  bytes: number;
  /** As it was given, where it was; encoding and decoding copy what may be large. */
  base64?: string;
  content?: Uint8Array;
}

/** A file that was handed in, looked at where it is here, and found right. */
export type LoadedFile = FileContent | { file_id: string } | { api_link: string };

/** How links are fetched. */
export interface LinkAccess {
  signal: AbortSignal;
  allowPrivate: boolean;
}

/** Base64 characters looked at first, from either end; 4 to 3 bytes. */
const WINDOW = 4 * 65_536;

/**
 * Loads the files of one option and checks them against its rule.
 *
 * @param field The option's name; its files are called "image 1", "image 2" in problems.
 */
export async function loadFiles(
  field: string,
  given: unknown,
  rule: FileRule,
  who: string,
  access: LinkAccess
): Promise<{ files: LoadedFile[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const noun = field.replace(/s$/, '');
  const refuse = (position: number, why: string) => problems.push({ field, message: `${noun} ${position} ${why}` });
  const handed = readGivenFiles(given, refuse);
  const count = [given].flat().length;
  if (count > rule.max_count) {
    const allowed = [`1 to ${rule.max_count}`];
    return {
      files: [],
      problems: [{ field, message: `${field} holds ${count} files; ${who} accepts ${allowed}`, allowed }],
    };
  }
  const files = await Promise.all(
    handed.map(async (file, index) => {
      const loaded = await loadFile(file, rule, access).catch((error: unknown) => {
        if (error instanceof DownloadFailure) return `is a link, but ${error.message}`;
        throw error;
      });
      const why = typeof loaded === 'string' ? loaded : await findFault(loaded, rule, who);
      if (why) refuse(index + 1, why);
      return typeof loaded === 'string' ? [] : [loaded];
    })
  );
  return { files: files.flat(), problems };
}

/** The file, or what is wrong with it. */
async function loadFile(given: GivenFile, rule: FileRule, access: LinkAccess): Promise<LoadedFile | string> {
  if (given.form === 'file_id') return { file_id: given.file_id };
  if (given.form === 'api_link') return { api_link: given.url };
  if (given.form === 'link') {
    const content = await download(given.url, { ...access, maxBytes: rule.max_bytes });
    const facts = await readFileFacts(content);
    if (!facts) return 'is of no known kind of file';
    return { ...facts, name: nameFile(new URL(given.url).pathname, facts), bytes: content.byteLength, content };
  }
  const { base64, name = '' } = given;
  const facts = (await readFileFacts(decodeHead(base64))) ?? (await readFileFacts(Buffer.from(base64, 'base64')));
  if (!facts) return 'is of no known kind of file';
  return { ...facts, name: nameFile(name, facts), bytes: countBytes(base64), base64 };
}

async function findFault(file: LoadedFile, rule: FileRule, who: string): Promise<string | undefined> {
  if (!('bytes' in file)) {
    const isRefused = rule.content_only || (rule.no_api_links && 'api_link' in file);
    return isRefused ? `is kept elsewhere; ${who} accepts the file itself` : undefined;
  }
  const { mime_type, extension, bytes, width, height } = file;
  const wanted = rule.types.map(type => type.replace(/^(image|application|text|audio)\//, '')).join(', ');
  if (!rule.types.includes(mime_type))
    return `is a ${extension.toUpperCase()} (${mime_type}); ${who} accepts ${wanted}`;
  if (bytes > rule.max_bytes)
    return `has ${toMegabytes(bytes)} MB; ${who} accepts at most ${toMegabytes(rule.max_bytes)} MB`;
  const { head, tail } = readEnds(file);
  if (!isWhole(mime_type, head, tail, bytes)) return 'is cut off: its data ends too early';
  if (mime_type.startsWith('image/') && mime_type !== 'image/svg+xml' && !width)
    return 'is broken: its size cannot be read';
  if (rule.square && width !== height) return `has ${width}x${height} pixels; ${who} accepts squares only`;
  if (rule.alpha && !hasAlpha(head)) return 'has no alpha channel; its transparent parts would say what to change';
  return undefined;
}

const toMegabytes = (bytes: number) => (bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 });

function decodeHead(base64: string): Uint8Array {
  return Buffer.from(base64.slice(0, WINDOW), 'base64');
}

function countBytes(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

function readEnds({ base64, content }: { base64?: string; content?: Uint8Array }): {
  head: Uint8Array;
  tail: Uint8Array;
} {
  if (content) return { head: content, tail: content.subarray(-WINDOW) };
  const text = base64 ?? '';
  // Four characters are three bytes: a slice must begin at a multiple of four.
  const from = Math.max(0, Math.floor((text.length - WINDOW) / 4) * 4);
  return { head: decodeHead(text), tail: Buffer.from(text.slice(from), 'base64') };
}

/** Servers go by the ending of the name, so it is the one of what the file is. */
function nameFile(given: string, { extension }: FileFacts): string {
  const stem = given
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^\w .-]+/g, '_');
  return `${stem || 'file'}.${extension}`;
}

/** The file as a data URL, for JSON requests. */
export function toDataUrl(file: FileContent): string {
  const base64 = file.base64 ?? Buffer.from(file.content ?? []).toString('base64');
  return `data:${file.mime_type};base64,${base64}`;
}

/** The file as a part of a form, for uploads. */
export function toUpload(file: FileContent): File {
  const content = file.content ?? Buffer.from(file.base64 ?? '', 'base64');
  return new File([new Uint8Array(content)], file.name, { type: file.mime_type });
}

/** The file as text. */
export function readText({ content, base64 = '' }: FileContent): string {
  return new TextDecoder().decode(content ?? Buffer.from(base64, 'base64'));
}
