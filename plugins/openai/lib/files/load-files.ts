import type { Problem } from '../options/option';
import { Upload } from '../transport/form';
import type { FileContent, FileRule, LoadedFile } from '../types/file';
import { DownloadFailure, download } from './download';
import { type FileEnds, type FileFacts, hasAlpha, isWhole, readFileFacts } from './file-facts';
import { type GivenFile, listGiven, NoFile, readGivenFile } from './file-value';

/** How links are fetched. */
export interface LinkAccess {
  signal: AbortSignal;
  allowPrivate: boolean;
}

/** What is downloaded at most, since it is held in memory. */
export const MAX_DOWNLOAD_BYTES = 50_000_000;

/** What all links of an option may bring; the host holds it for many queries at once. */
const MAX_LINKED_BYTES = 500_000_000;

/** Files loaded at the same time. */
const AT_ONCE = 8;

/** Base64 characters looked at first, from either end; 4 to 3 bytes. */
const WINDOW = 4 * 65_536;

/** Base64 characters decoded at a time, and bytes where nothing is to be decoded. */
const PIECE = 4 * 262_144;

/** What a file is whose bytes tell nothing. */
const UNKNOWN: FileFacts = { mime_type: 'application/octet-stream', extension: '' };

/**
 * Loads the files of one option and checks them against its rule.
 *
 * @param field The option's name; its files are called "image 1", "image 2" in problems.
 * @param who Whose rule it is: a model's id, or "it".
 */
export async function loadFiles(
  field: string,
  given: unknown,
  rule: FileRule,
  who: string,
  access: LinkAccess
): Promise<{ files: LoadedFile[]; problems: Problem[] }> {
  const entries = listGiven(given);
  if (entries.length > rule.max_count) {
    const allowed = [rule.max_count === 1 ? '1' : `1 to ${rule.max_count}`];
    const message = `${field} holds ${entries.length} files; ${who} accepts ${allowed}`;
    return { files: [], problems: [{ field, message, allowed }] };
  }
  const noun = field.replace(/s$/, '');
  const found: (LoadedFile | string)[] = [];
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const some = entries.slice(at, at + AT_ONCE).map(entry => loadEntry(entry, rule, who, access));
    found.push(...(await Promise.all(some)));
    if (countLinked(found) > MAX_LINKED_BYTES) return { files: [], problems: [tooMuch(field)] };
  }
  const problems = found.flatMap((file, index) =>
    typeof file === 'string' ? [{ field, message: `${noun} ${index + 1} ${file}` }] : []
  );
  return { files: found.filter(file => typeof file !== 'string'), problems };
}

function countLinked(files: (LoadedFile | string)[]): number {
  return files.reduce((sum, file) => sum + (typeof file === 'object' && 'content' in file ? file.bytes : 0), 0);
}

function tooMuch(field: string): Problem {
  const allowed = [`links to at most ${toMegabytes(MAX_LINKED_BYTES)} MB in all`];
  return { field, message: `${field} has more behind its links; it accepts ${allowed}`, allowed };
}

/** The file, or what is wrong with it, completing "image 2 ...". */
async function loadEntry(
  entry: unknown,
  rule: FileRule,
  who: string,
  access: LinkAccess
): Promise<LoadedFile | string> {
  try {
    const file = await loadFile(readGivenFile(entry), rule, access);
    return typeof file === 'string' ? file : (findFault(file, rule, who) ?? file);
  } catch (error) {
    if (error instanceof NoFile) return error.message;
    if (error instanceof DownloadFailure) return `is a link, but ${error.message}`;
    throw error;
  }
}

/** The file, or what is wrong with it. */
async function loadFile(given: GivenFile, rule: FileRule, access: LinkAccess): Promise<LoadedFile | string> {
  if (given.form === 'file_id') return { file_id: given.file_id };
  if (given.form === 'api_link') return { api_link: given.url };
  if (given.form === 'link') {
    const maxBytes = Math.min(rule.max_bytes, MAX_DOWNLOAD_BYTES);
    const content = await download(given.url, { ...access, maxBytes });
    return takeContent(content, decodeName(new URL(given.url).pathname), rule);
  }
  if (given.form === 'text') return takeContent(Buffer.from(given.text), given.name, rule);
  const { base64, name = '', data_url = '' } = given;
  const head = await readFileFacts(decodeHead(base64));
  const facts = head ?? (await readFileFacts(Buffer.from(base64, 'base64'))) ?? factsOfUnknown(rule);
  if (!facts) return NO_KIND;
  const start = `data:${facts.mime_type};base64,`;
  const isRight = data_url.length === start.length + base64.length && data_url.startsWith(start);
  const named = nameFile(name, facts, rule);
  return { ...facts, name: named, bytes: countBytes(base64), base64, ...(isRight && { data_url }) };
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const NO_KIND = 'is of no known kind of file';

/** Where any kind is taken, none need be known. */
const factsOfUnknown = ({ types }: FileRule) => (types.length === 0 ? UNKNOWN : undefined);

async function takeContent(content: Uint8Array, name = '', rule: FileRule): Promise<FileContent | string> {
  const facts = (await readFileFacts(content)) ?? factsOfUnknown(rule);
  if (!facts) return NO_KIND;
  return { ...facts, name: nameFile(name, facts, rule), bytes: content.byteLength, content };
}

function findFault(file: LoadedFile, rule: FileRule, who: string): string | undefined {
  if (!('bytes' in file)) {
    const isRefused = rule.content_only || ('file_id' in file ? rule.no_file_ids : rule.no_api_links);
    return isRefused ? `is kept elsewhere; ${who} accepts the file itself` : undefined;
  }
  const { mime_type, extension, bytes, width, height } = file;
  const wanted = [...new Set(rule.types.map(nameType))].join(', ');
  const isAnyKind = rule.types.length === 0;
  if (!isAnyKind && !rule.types.includes(mime_type))
    return `is a ${extension.toUpperCase()} (${mime_type}); ${who} accepts ${wanted}`;
  if (bytes > rule.max_bytes)
    return `has ${toMegabytes(bytes)} MB; ${who} accepts at most ${toMegabytes(rule.max_bytes)} MB`;
  if (isAnyKind) return undefined;
  const ends = readEnds(file);
  if (!isWhole(mime_type, ends)) return 'is cut off: its data ends too early';
  if (mime_type.startsWith('image/') && mime_type !== 'image/svg+xml' && !width)
    return 'is broken: its size cannot be read';
  if (rule.square && width !== height) return `has ${width}x${height} pixels; ${who} accepts squares only`;
  if (rule.alpha && !hasAlpha(ends.head)) return 'has no alpha channel; its transparent parts would say what to change';
  return undefined;
}

/** Types that people call otherwise. */
const SPOKEN: Record<string, string> = { 'text/plain': 'text', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' };

const nameType = (type: string) => SPOKEN[type] ?? type.replace(/^\w+\//, '');

const toMegabytes = (bytes: number) => (bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 });

function decodeHead(base64: string): Uint8Array {
  return Buffer.from(base64.slice(0, WINDOW), 'base64');
}

function countBytes(base64: string): number {
  return Math.floor((base64.replace(/={1,2}$/, '').length * 3) / 4);
}

function readEnds({ base64: text = '', content, bytes }: FileContent): FileEnds {
  if (content) return { bytes, head: content, tail: content.subarray(-WINDOW), readAll: () => content };
  // Four characters are three bytes: a slice must begin at a multiple of four.
  const from = Math.max(0, Math.floor((text.length - WINDOW) / 4) * 4);
  const tail = Buffer.from(text.slice(from), 'base64');
  return { bytes, head: decodeHead(text), tail, readAll: () => Buffer.from(text, 'base64') };
}

/** Servers go by the ending of the name, so it is the one of what the file is. */
function nameFile(given: string, { extension, mime_type }: FileFacts, { types }: FileRule): string {
  const strange = types.length === 0 ? /[^\p{L}\p{N}\p{M}_ .()-]+/gu : /[^\w .-]+/g;
  const plain = given.replace(/^.*[\\/]/, '').replace(strange, '_');
  const [, stem = '', ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(plain) ?? [];
  // Text and what office programs write have many names; which kind it is, only its own ending says.
  const isOwn = ending !== '' && (mime_type === 'text/plain' || types.length === 0);
  return `${stem || 'file'}${isOwn ? ending : extension && `.${extension}`}`;
}

/** The file as a data URL, for JSON requests. */
export function toDataUrl(file: FileContent): string {
  if (file.data_url) return file.data_url;
  const base64 = file.base64 ?? Buffer.from(file.content ?? []).toString('base64');
  return `data:${file.mime_type};base64,${base64}`;
}

/** The file as a part of a form, for uploads; decoded piece by piece, since each further copy of an image is large. */
export function toUpload(file: FileContent): Upload {
  return new Upload(file.name, file.mime_type, file.bytes, () => readPieces(file));
}

/** The content of a file, piece by piece. */
export function* readPieces({ base64 = '', content }: FileContent): Generator<Uint8Array<ArrayBuffer>> {
  if (content) {
    for (let at = 0; at < content.length; at += PIECE) yield new Uint8Array(content.subarray(at, at + PIECE));
    return;
  }
  for (let at = 0; at < base64.length; at += PIECE) yield Buffer.from(base64.slice(at, at + PIECE), 'base64');
}

/** A text file as a model reads it in a prompt: its name and its text. */
export function quoteText({ name, content, base64 = '' }: FileContent): string {
  return `File "${name}":\n${new TextDecoder().decode(content ?? Buffer.from(base64, 'base64'))}`;
}
