import { findEncodingFault } from './file-check';

/** A file as a query may pass it. */
export type FileInput =
  | { form: 'base64'; base64: string; name?: string; data_url?: string; is_bare?: true }
  | { form: 'text'; text: string; name?: string }
  | { form: 'link'; url: string }
  /** An uploaded file. */
  | { form: 'file_id'; file_id: string }
  /** A link that the API itself will fetch, passed in its notation `{ image_url }`. */
  | { form: 'api_link'; url: string };

/** A value that is not a file; the message completes "image 2 ...". */
export class InvalidFile extends Error {}

/** The value of a file option as a flat list: the value of a file picker is a list, and may be an entry of another one. */
export function listFileInputs(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flat(5) : [value];
}

/**
 * Reads one file, passed as a link, data URL, base64, file id, bytes, `{ file_id }`, `{ image_url }`, `{ text, name }`,
 * an object of ToolJet's file picker, or an image, audio or file object from a result of this plugin.
 *
 * @throws InvalidFile
 */
export function readFileInput(value: unknown): FileInput {
  if (typeof value !== 'string') return readObject(value);
  const input = readText(value.trim());
  return input.form === 'base64' && !input.data_url ? { ...input, is_bare: true } : input;
}

const FILE_ID = /^file-[\w-]{3,100}$/;

function readText(text: string, name?: string): FileInput {
  const named = name === undefined ? {} : { name };
  if (/^data:/i.test(text.slice(0, 5))) {
    const own = name ?? readName(text.slice(0, text.indexOf(',')));
    return { form: 'base64', base64: readDataUrl(text), data_url: text, ...(own !== undefined && { name: own }) };
  }
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text.slice(0, 40))) return { form: 'link', url: text };
  if (FILE_ID.test(text)) return { form: 'file_id', file_id: text };
  const bare = unquote(text);
  if (bare !== text) return readText(bare, name);
  return { form: 'base64', base64: checkBase64(text), ...named };
}

/** Removes the quotes of text that was serialized as JSON, once or several times. */
function unquote(text: string): string {
  let quotes = 0;
  while (2 * quotes + 1 < text.length && text[quotes] === '"' && text.at(-1 - quotes) === '"') quotes += 1;
  return text.slice(quotes, text.length - quotes);
}

/** The fields that may hold the content, in order of preference; ToolJet's file picker fills several. */
const CONTENT_FIELDS = ['data_url', 'dataURL', 'base64Data', 'base64', 'b64_json', 'url'];

function readObject(entry: unknown): FileInput {
  if (entry === null || entry === undefined) throw new InvalidFile('is empty');
  if (typeof entry !== 'object') throw new InvalidFile(`must be a file; got a ${typeof entry}`);
  const bytes = readBytes(entry);
  if (bytes) return { form: 'base64', base64: checkBase64(encode(bytes)) };
  const text = (field: string): string | undefined => {
    const value: unknown = Reflect.get(entry, field);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const file_id = text('file_id');
  if (file_id) return { form: 'file_id', file_id };
  const image_url = text('image_url');
  if (image_url && !/^data:/i.test(image_url)) return { form: 'api_link', url: image_url };
  const content = image_url ?? CONTENT_FIELDS.map(text).find(value => value !== undefined);
  const name = text('name') ?? text('filename');
  if (content !== undefined) return readText(content.trim(), name);
  const plainText = text('text');
  if (plainText !== undefined) return { form: 'text', text: plainText, ...(name && { name }) };
  if (Reflect.get(entry, 'text') === '') throw new InvalidFile('has empty text');
  // A file object from the file operation's result.
  const id = text('id');
  if (id && FILE_ID.test(id)) return { form: 'file_id', file_id: id };
  throw new InvalidFile(`must have one of ${CONTENT_FIELDS.slice(0, 3).join(', ')}, text, file_id`);
}

/** The file name that some pickers put into a data URL: `data:image/png;name=cat.png;base64,...`. */
function readName(head: string): string | undefined {
  const [, name = ''] = /;name=([^;]+)/i.exec(head) ?? [];
  return name ? decodePercents(name).toString() : undefined;
}

/** The content of a typed array, or of a Node buffer that was serialized to JSON. */
function readBytes(entry: object): Buffer | undefined {
  if (ArrayBuffer.isView(entry)) return Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  const data: unknown = Reflect.get(entry, 'type') === 'Buffer' ? Reflect.get(entry, 'data') : undefined;
  return Array.isArray(data) ? Buffer.from(data) : undefined;
}

function readDataUrl(url: string): string {
  const comma = url.indexOf(',');
  if (comma < 0) throw new InvalidFile('is a data URL without content');
  const content = url.slice(comma + 1);
  const isBase64 = /;base64$/i.test(url.slice(0, comma));
  if (isBase64 && !content.includes('%')) return checkBase64(content);
  const bytes = decodePercents(content);
  if (bytes.length === 0) throw new InvalidFile('is empty');
  return isBase64 ? checkBase64(bytes.toString('latin1')) : encode(bytes);
}

/** Decodes percent-encoding to bytes, which need not be text. */
function decodePercents(content: string): Buffer {
  // Characters outside ASCII were not encoded and become UTF-8.
  const plain = Buffer.from(content).toString('latin1');
  return Buffer.from(
    plain.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1'
  );
}

/** @throws InvalidFile where the text would be longer than a string can be. */
function encode(bytes: Buffer): string {
  const fault = findEncodingFault(bytes.length);
  if (fault) throw new InvalidFile(fault);
  return bytes.toString('base64');
}

/** Accepts either base64 alphabet, with or without line breaks; valid base64 is returned uncopied, since it may be large. */
function checkBase64(text: string): string {
  if (text === '') throw new InvalidFile('is empty');
  if (isBase64(text)) return text;
  const plain = text
    .replace(/\s+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,3}$/, '');
  if (plain === '') throw new InvalidFile('is empty');
  const padded = plain.padEnd(Math.ceil(plain.length / 4) * 4, '=');
  if (!isBase64(padded)) throw new InvalidFile('is not a valid link, data URL, base64 string or file id');
  return padded;
}

const scratch = Buffer.alloc(3 * 65_536);

/** Decodes piece by piece, since Node's decoder stops at an invalid character and is thirty times faster than a pattern. */
function isBase64(text: string): boolean {
  const piece = 4 * 65_536;
  if (text.length % 4 !== 0 || /[-_]/.test(text)) return false;
  for (let at = 0; at < text.length; at += piece) {
    const slice = text.slice(at, at + piece);
    const padding = at + piece >= text.length ? (/={0,2}$/.exec(slice)?.[0].length ?? 0) : 0;
    if (scratch.write(slice, 'base64') !== (slice.length / 4) * 3 - padding) return false;
  }
  return true;
}
