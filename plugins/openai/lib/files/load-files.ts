import type { Problem } from '../options/option';
import type { FileContent, FileFacts, FileRule, LinkedFile, LoadedFile } from '../types/file';
import { DownloadFailure, download, type LinkAccess, TooLarge } from './download';
import { findFault, toMegabytes } from './file-check';
import { countBytes, decodeHead } from './file-content';
import { readFileFacts } from './file-facts';
import { type FileInput, InvalidFile, listFileInputs, readFileInput } from './file-input';
import { decodeAs, detectEncoding, withoutCutCharacter } from './text-encoding';

/** Downloads by their link and maximum size, for the models of one query to share. */
export type Downloads = Map<string, Promise<Uint8Array>>;

/** How the files of an option are loaded. */
export interface LoadSettings {
  rule: FileRule;
  /** The model that sets the rule, if one does. */
  model: string | undefined;
  access: LinkAccess;
  downloads?: Downloads;
}

/** Downloads are held in memory. */
export const MAX_DOWNLOAD_BYTES = 50_000_000;

/** All downloads of an option together; the host may run many queries at once. */
const MAX_LINKED_BYTES = 500_000_000;

const CONCURRENCY = 8;

const UNKNOWN_TYPE: FileFacts = { mime_type: 'application/octet-stream', extension: '' };

/**
 * Loads the files of one option and checks them against its rule.
 *
 * @param field The option's name; its files are called "image 1", "image 2" in problems.
 */
export async function loadFiles(
  field: string,
  value: unknown,
  settings: LoadSettings
): Promise<{ files: LoadedFile[]; problems: Problem[] }> {
  const entries = listFileInputs(value);
  const { rule, model } = settings;
  if (entries.length > rule.max_count) {
    const isSingle = rule.max_count === 1;
    const expected = isSingle ? 'be a single file' : `have at most ${rule.max_count.toLocaleString('en-US')} files`;
    const message = `${field} must ${expected}${model ? ` for ${model}` : ''}; got ${entries.length.toLocaleString('en-US')}`;
    return { files: [], problems: [{ field, message, allowed: [isSingle ? '1' : `1 to ${rule.max_count}`] }] };
  }
  const noun = field.replace(/s$/, '');
  const found: (LoadedFile | string)[] = [];
  for (let at = 0; at < entries.length; at += CONCURRENCY) {
    const group = entries.slice(at, at + CONCURRENCY).map(entry => loadEntry(entry, settings));
    found.push(...(await Promise.all(group)));
    if (countLinked(found) > MAX_LINKED_BYTES) return { files: [], problems: [describeLinkedSize(field)] };
  }
  const problems = found.flatMap((file, index) =>
    typeof file === 'string' ? [{ field, message: `${noun} ${index + 1} ${file}` }] : []
  );
  return { files: found.filter(file => typeof file !== 'string'), problems };
}

function countLinked(files: (LoadedFile | string)[]): number {
  return files.reduce((sum, file) => sum + (typeof file === 'object' && 'content' in file ? file.bytes : 0), 0);
}

function describeLinkedSize(field: string): Problem {
  const most = `${toMegabytes(MAX_LINKED_BYTES)} MB`;
  return {
    field,
    message: `the linked files of ${field} exceed ${most}`,
    allowed: [`links to at most ${most} in total`],
  };
}

/** The file, or what is wrong with it, completing "image 2 ...". */
async function loadEntry(entry: unknown, settings: LoadSettings): Promise<LoadedFile | string> {
  const { rule, model } = settings;
  try {
    const file = await loadFile(readFileInput(entry), settings);
    if (typeof file === 'string') return file;
    return findFault(file, rule, model) ?? ('bytes' in file ? decodeFile(file, rule) : file);
  } catch (error) {
    if (error instanceof InvalidFile) return error.message;
    if (error instanceof DownloadFailure) return `could not be downloaded: ${error.message}`;
    throw error;
  }
}

/** The file, or what is wrong with it. */
async function loadFile(input: FileInput, settings: LoadSettings): Promise<LoadedFile | string> {
  const { rule } = settings;
  switch (input.form) {
    case 'file_id':
      return { file_id: input.file_id };
    case 'api_link':
      return { api_link: input.url };
    case 'link':
      return loadLink(input.url, settings);
    case 'text':
      return fromBytes(Buffer.from(input.text), input.name, rule);
    case 'base64':
      return fromBase64(input, rule);
  }
}

async function loadLink(link: string, { rule, access, downloads }: LoadSettings): Promise<LoadedFile | string> {
  const maxBytes = Math.min(rule.max_bytes, MAX_DOWNLOAD_BYTES);
  const key = `${maxBytes} ${link}`;
  const downloading = downloads?.get(key) ?? download(link, { ...access, maxBytes });
  downloads?.set(key, downloading);
  try {
    const content = await downloading;
    return await fromBytes(content, nameOfLink(link), rule);
  } catch (error) {
    return toLinked(error, link, rule);
  }
}

/** @param link One that could be followed, and so is valid. */
const nameOfLink = (link: string): string => decodeName(new URL(link).pathname);

/** A file that is too large for memory, where the option takes it. */
function toLinked(error: unknown, link: string, { max_linked_bytes: most }: FileRule): LinkedFile {
  if (!(error instanceof TooLarge) || !error.file || most === undefined) throw error;
  const { bytes, type = '' } = error.file;
  if (bytes > most) throw new TooLarge(most);
  const name = nameOfLink(link);
  const isJsonl = name.endsWith('.jsonl');
  const mime_type = isJsonl ? 'application/jsonl' : /^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0].toLowerCase();
  const plain = name.replace(/^.*\//, '').replace(UNSAFE, '_');
  return { api_link: link, name: plain || 'file', length: bytes, mime_type: mime_type ?? UNKNOWN_TYPE.mime_type };
}

async function fromBase64(
  { base64, name = '', data_url = '', is_bare }: Extract<FileInput, { form: 'base64' }>,
  rule: FileRule
): Promise<FileContent | string> {
  const head = await readFileFacts(decodeHead(base64), name);
  const isText = head?.mime_type === 'text/plain';
  if (is_bare && rule.types.length === 0 && base64.length < (isText ? MIN_BARE_TEXT : head ? 0 : MIN_BARE_BASE64))
    return NOT_A_FILE;
  const isDetected = head !== undefined && !NEEDS_ALL.has(head.mime_type) && !lacksSize(head);
  const facts = isDetected ? head : await readWhole(Buffer.from(base64, 'base64'), name, rule);
  if (!facts) return UNKNOWN_FILE;
  const start = `data:${facts.mime_type};base64,`;
  const canReuse = data_url.length === start.length + base64.length && data_url.startsWith(start);
  const bytes = countBytes(base64);
  return { ...facts, name: nameFile(name, facts, rule), bytes, base64, ...(canReuse && { data_url }) };
}

/** Types that a longer look may tell apart: documents are archives. */
const NEEDS_ALL = new Set(['application/zip', 'application/x-cfb']);

/** Metadata of any length may precede the dimensions of an image. */
const lacksSize = ({ mime_type, width }: FileFacts) => mime_type.startsWith('image/') && width === undefined;

async function readWhole(content: Uint8Array, name: string, rule: FileRule): Promise<FileFacts | undefined> {
  return (await readFileFacts(content, name)) ?? factsOfUnknown(rule);
}

/** A text in UTF-8, whichever encoding it came in. */
function decodeFile(file: FileContent, { types }: FileRule): FileContent {
  if (file.mime_type !== 'text/plain' || !types.includes('text/plain')) return file;
  const content = file.content ?? Buffer.from(file.base64 ?? '', 'base64');
  const encoding = detectEncoding(content, true);
  const { base64: _, data_url: __, ...same } = file;
  if (encoding === 'utf-8') {
    const complete = withoutCutCharacter(content);
    return complete.length === content.length ? file : { ...same, content: complete, bytes: complete.length };
  }
  if (encoding === undefined) return file;
  const decoded = Buffer.from(decodeAs(content, encoding));
  return { ...same, content: decoded, bytes: decoded.length, encoding };
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Shorter text of no known type is a path or a word, whose letters are base64 too, rather than a file. */
const MIN_BARE_BASE64 = 1000;
const MIN_BARE_TEXT = 12;
const NOT_A_FILE =
  'is too short to be a file: pass a link, a data URL, base64 of a known type, { text, name }, or a file id';

const UNKNOWN_FILE = 'has an unknown file type';

/** An option that accepts any type also accepts an unknown one. */
const factsOfUnknown = ({ types }: FileRule) => (types.length === 0 ? UNKNOWN_TYPE : undefined);

async function fromBytes(content: Uint8Array, name = '', rule: FileRule): Promise<FileContent | string> {
  const facts = await readWhole(content, name, rule);
  if (!facts) return UNKNOWN_FILE;
  return { ...facts, name: nameFile(name, facts, rule), bytes: content.byteLength, content };
}

/** What the name of a file of any type may not hold. */
const UNSAFE = /[^\p{L}\p{N}\p{M}_ .()-]+/gu;

/** Servers determine the type by the extension, so the name gets the one of the actual type. */
function nameFile(name: string, { extension, mime_type }: FileFacts, { types }: FileRule): string {
  const unsafe = types.length === 0 ? UNSAFE : /[^\w .-]+/g;
  const plain = name.replace(/^.*[\\/]/, '').replace(unsafe, '_');
  const [, stem = '', ownExtension = ''] = /^(.*?)(\.[^.]*)?$/.exec(plain) ?? [];
  // The content does not tell kinds of text apart, such as csv and md, nor office documents; only their extension does.
  const keepsOwn = ownExtension !== '' && (mime_type === 'text/plain' || types.length === 0);
  return `${stem || 'file'}${keepsOwn ? ownExtension : extension && `.${extension}`}`;
}
